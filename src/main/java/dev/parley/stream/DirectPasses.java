package dev.parley.stream;

import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs passes over the direct rooms, one at a time. A request that comes while another waits joins
 * it. Thread-safe; never blocks.
 */
final class DirectPasses {

    private final Executor own;
    private final Consumer<Instant> pass;

    /** From when on the waiting pass looks; null if none waits. */
    private @Nullable Instant waiting;

    /**
     * @param own a thread of its own, because the threads that read for joins are busiest when a
     *     node has just gone
     * @param pass looks for messages since a time
     */
    DirectPasses(Executor own, Consumer<Instant> pass) {
        this.own = own;
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
            pass.accept(since);
        }
    }

    private synchronized @Nullable Instant take() {
        Instant since = waiting;
        waiting = null;
        return since;
    }
}
