package dev.parley.flow;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Delays writes that are not urgent, so that events that come close together share a write: when
 * many users come online, each client gets one write for all that arrive within {@link #WINDOW}.
 * Thread-safe.
 */
final class WriteCoalescer {

    /** Too short for users to notice. */
    static final Duration WINDOW = Duration.ofMillis(50);

    private static final Logger LOG = Logger.getLogger(WriteCoalescer.class.getName());

    private final Timers timers;
    private final Executor executor;
    private final Queue<Runnable> writes = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean isScheduled = new AtomicBoolean();

    /**
     * @param executor runs the writes
     */
    WriteCoalescer(Timers timers, Executor executor) {
        this.timers = timers;
        this.executor = executor;
    }

    /**
     * Runs {@code write} soon.
     *
     * @param write must not block; callers must not add it again before it has run
     */
    void add(Runnable write) {
        writes.add(write);
        if (isScheduled.compareAndSet(false, true)) {
            schedule();
        }
    }

    private void schedule() {
        timers.after(WINDOW, this::start);
    }

    private void start() {
        try {
            executor.execute(this::run);
        } catch (RejectedExecutionException stopping) {
            LOG.log(Level.FINE, "Delayed writes are dropped, because the server stops", stopping);
        } catch (OutOfMemoryError noThread) {
            schedule();
        }
    }

    private void run() {
        // First, so that a write that is added from now on schedules another run.
        isScheduled.set(false);
        for (Runnable write = writes.poll(); write != null; write = writes.poll()) {
            Guarded.run(LOG, "A delayed write failed", write);
        }
    }
}
