package dev.parley.stream;

import dev.parley.flow.Guarded;
import dev.parley.flow.Timers;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Runs passes over the direct rooms, one at a time. A request that comes while another waits joins
 * it. A pass that fails is repeated, even after an {@code Error}. Thread-safe; never blocks.
 */
final class DirectPasses {

    private static final Logger LOG = Logger.getLogger(DirectPasses.class.getName());

    /**
     * The maximum age of messages to look for while passes fail. Deliveries are remembered for
     * longer than this, to allow for the duration of a pass.
     */
    private static final Duration OLDEST = DirectFeed.KEEP.minusSeconds(15);

    /** The pause before a pass is repeated. */
    static final Duration PAUSE = Duration.ofSeconds(2);

    private final Executor own;
    private final Timers timers;
    private final Supplier<Instant> now;
    private final Consumer<Instant> pass;

    /** From when on the waiting pass looks; null if none waits. */
    private @Nullable Instant waiting;

    /**
     * @param own a thread of its own, because the threads that read for joins are busiest when a
     *     node has just gone
     * @param pass looks for messages since a time
     */
    DirectPasses(Executor own, Timers timers, Supplier<Instant> now, Consumer<Instant> pass) {
        this.own = own;
        this.timers = timers;
        this.now = now;
        this.pass = pass;
    }

    /**
     * Requests a pass.
     *
     * @throws java.util.concurrent.RejectedExecutionException if the node is stopping
     */
    synchronized void request(Instant since) {
        if (waiting == null) {
            own.execute(this::run);
            waiting = since;
        } else if (since.isBefore(waiting)) {
            waiting = since;
        }
    }

    private void run() {
        Instant since = take();
        if (since != null) {
            orAgain(since, () -> pass.accept(since));
        }
    }

    /**
     * Runs a pass, or a part of one. If it fails, requests another pass after a pause: the database
     * may not respond, or one large answer may have used up the memory.
     */
    void orAgain(Instant since, Runnable part) {
        try {
            part.run();
        } catch (RuntimeException | Error e) {
            if (since.isAfter(now.get().minus(OLDEST))) {
                Guarded.report(LOG, Level.FINE, "Looking for direct messages failed for now", e);
                timers.after(PAUSE, () -> again(since));
            } else {
                Guarded.report(LOG, Level.WARNING, "Looking for direct messages failed", e);
            }
        }
    }

    private void again(Instant since) {
        try {
            request(since);
        } catch (RejectedExecutionException e) {
            LOG.log(Level.FINE, "The node is stopping", e);
        }
    }

    private synchronized @Nullable Instant take() {
        Instant since = waiting;
        waiting = null;
        return since;
    }
}
