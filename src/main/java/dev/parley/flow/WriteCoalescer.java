package dev.parley.flow;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
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

    /** The length of the queue, whose own method counts. */
    private final AtomicInteger waiting = new AtomicInteger();

    private final AtomicBoolean isScheduled = new AtomicBoolean();

    /**
     * @param executor runs the writes
     */
    WriteCoalescer(Timers timers, Executor executor) {
        this.timers = timers;
        this.executor = executor;
    }

    /**
     * Runs {@code write} after {@link #WINDOW}.
     *
     * @param write must not block; callers must not add it again before it has run
     */
    void add(Runnable write) {
        writes.add(write);
        waiting.incrementAndGet();
        schedule();
    }

    /** Returns how many writes have not run yet. */
    int waiting() {
        return waiting.get();
    }

    private void schedule() {
        if (!isScheduled.compareAndSet(false, true)) {
            return;
        }
        try {
            timers.after(WINDOW, this::start);
        } catch (RuntimeException | Error e) {
            // The next write tries again.
            isScheduled.set(false);
            throw e;
        }
    }

    private void start() {
        try {
            executor.execute(this::run);
        } catch (RuntimeException | Error e) {
            LOG.log(Level.FINE, "Delayed writes have to wait longer", e);
            isScheduled.set(false);
            schedule();
        }
    }

    /** Runs the writes that are there. Those that are added meanwhile wait for another run. */
    private void run() {
        for (int due = waiting.get(); due > 0; due--) {
            waiting.decrementAndGet();
            Guarded.run(LOG, "A delayed write failed", writes.remove());
        }
        isScheduled.set(false);
        if (waiting.get() > 0) {
            schedule();
        }
    }
}
