package dev.parley.flow;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Finds threads and loops that have stopped working, for the readiness of the node. Each call of
 * {@link #stuck} compares the workers with what it saw before, so the watchdog itself needs no
 * thread that might hang. Thread-safe.
 */
public final class Watchdog {

    /** A thread, pool or loop of Parley. Its methods must not block. */
    public interface Worker {

        /** Returns how many tasks or rounds have ended so far. */
        long done();

        /** Returns whether there is work, so that {@link #done} has to grow. */
        boolean isBusy();
    }

    /** Longer than any single task: the longest are writes, which time out after 20 s. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Logger LOG = Logger.getLogger(Watchdog.class.getName());

    /** What was seen of a worker. */
    private static final class Sight {
        private final Worker worker;
        private long done = -1;
        private long since;
        private boolean busy;
        private boolean reported;

        Sight(Worker worker) {
            this.worker = worker;
        }

        boolean isStuck(String name, long now) {
            long seen = worker.done();
            boolean wasBusy = busy;
            busy = worker.isBusy();
            // Work that has come since a look that saw none may have begun just now.
            if (seen != done || !wasBusy || !busy) {
                done = seen;
                since = now;
                reported = false;
            }
            boolean stuck = now - since > PATIENCE.toNanos();
            if (stuck && !reported) {
                reported = true;
                LOG.log(
                        Level.SEVERE,
                        "{0} has made no progress for {1} s: this node is not ready. If this does"
                                + " not change, take a thread dump and restart the node",
                        new Object[] {name, PATIENCE.toSeconds()});
            }
            return stuck;
        }
    }

    private final LongSupplier nanoTime;
    private final Map<String, Sight> sights = new ConcurrentHashMap<>();

    /**
     * @param nanoTime the time, in nanoseconds from any point
     */
    Watchdog(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Watches a worker from now on. */
    public void watch(String name, Worker worker) {
        sights.put(name, new Sight(worker));
    }

    /**
     * Returns the workers that have had work for more than 30 s and have finished none of it, with
     * the seconds since when.
     */
    public synchronized Map<String, Long> stuck() {
        long now = nanoTime.getAsLong();
        Map<String, Long> stuck = new TreeMap<>();
        sights.forEach(
                (name, sight) -> {
                    if (sight.isStuck(name, now)) {
                        stuck.put(name, Duration.ofNanos(now - sight.since).toSeconds());
                    }
                });
        return stuck;
    }
}
