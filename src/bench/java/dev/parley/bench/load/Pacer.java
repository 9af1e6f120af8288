package dev.parley.bench.load;

import dev.parley.bench.measure.Latency;
import java.util.concurrent.locks.LockSupport;

/** Does something at a fixed rate, on the caller's thread. */
final class Pacer {

    /** What is done. */
    interface Action {
        /**
         * @param number 0, 1, 2 …
         * @param due when it is due
         */
        void run(long number, long due);
    }

    private Pacer() {}

    /**
     * Does something {@code perSecond * seconds} times. If this thread is late, it catches up at
     * once and skips nothing.
     *
     * @return how late the generator itself was
     */
    static Latency run(double perSecond, double seconds, Action action) {
        Latency lag = new Latency();
        long count = Math.max(1, Math.round(perSecond * seconds));
        long began = System.nanoTime();
        for (long i = 0; i < count; i++) {
            long due = began + (long) (i / perSecond * 1e9);
            sleepUntil(due);
            lag.record(due, System.nanoTime());
            action.run(i, due);
        }
        sleepUntil(began + (long) (seconds * 1e9));
        return lag;
    }

    static void sleepFor(double seconds) {
        sleepUntil(System.nanoTime() + (long) (seconds * 1e9));
    }

    /** Waits on the clock of {@link System#nanoTime}. */
    static void sleepUntil(long time) {
        for (long left = time - System.nanoTime(); left > 0; left = time - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) {
                throw new IllegalStateException("interrupted");
            }
        }
    }
}
