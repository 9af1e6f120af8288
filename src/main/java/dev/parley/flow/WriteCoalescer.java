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
 * Delays writes that are not urgent. When many users come online, each client's outbox is then
 * drained once for all events within {@link #WINDOW}, and a writer that can send several frames
 * together ({@link FrameWriter#mostTogether}) needs a single write for them. Thread-safe.
 */
final class WriteCoalescer {

    /** How long a write is delayed: too short for users to notice. */
    static final Duration WINDOW = Duration.ofMillis(50);

    private static final Logger LOG = Logger.getLogger(WriteCoalescer.class.getName());

    private final Timers timers;
    private final Executor executor;
    private final Queue<Runnable> writes = new ConcurrentLinkedQueue<>();

    /** The length of the queue; {@link ConcurrentLinkedQueue#size} would traverse all of it. */
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
            LOG.log(Level.FINE, "No thread for delayed writes; trying again in 50 ms", e);
            isScheduled.set(false);
            schedule();
        }
    }

    /** Runs the queued writes. Writes that are added meanwhile wait for the next run. */
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
