package dev.parley.engineio;

import dev.parley.flow.Timers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Handles the POSTs of one connection one after the other, in the order of their arrival.
 * Thread-safe.
 *
 * <p>A client must not send a POST before the response to the previous one. Two complete POSTs that
 * arrive close together are both handled. A POST that is complete while an earlier one remains
 * incomplete violates the protocol.
 */
final class Posts {

    /** How long a complete POST waits for an earlier, incomplete one. */
    private static final Duration PATIENCE = Duration.ofMillis(100);

    private static final int MAX_OPEN = 8;

    /** A POST whose body may be incomplete. */
    static final class Post {
        private final Consumer<String> taker;

        /** Null while the body is incomplete. */
        private @Nullable String body;

        private Post(Consumer<String> taker) {
            this.taker = taker;
        }
    }

    private final Timers timers;
    private final Runnable onViolation;
    private final BooleanSupplier receiving;
    private final ArrayDeque<Post> open = new ArrayDeque<>();
    private boolean taking;
    private boolean closed;

    /**
     * @param receiving whether bodies may be handled now; call {@link #resume} when it becomes true
     */
    Posts(Timers timers, Runnable onViolation, BooleanSupplier receiving) {
        this.timers = timers;
        this.onViolation = onViolation;
        this.receiving = receiving;
    }

    /** Handles the bodies that arrived while receiving was suspended. */
    void resume() {
        takeAll();
    }

    /**
     * Registers a POST.
     *
     * @param taker handles its body; called by one thread at a time
     */
    Post arrived(Consumer<String> taker) {
        Post post = new Post(taker);
        boolean tooMany;
        synchronized (this) {
            if (!closed) {
                open.add(post);
            }
            tooMany = open.size() > MAX_OPEN;
        }
        if (tooMany) {
            onViolation.run();
        }
        return post;
    }

    /** Notes that the body of a POST is complete. */
    void complete(Post post, String body) {
        boolean early;
        synchronized (this) {
            post.body = body;
            if (closed) {
                open.add(post);
            }
            early = !closed && open.peek() != post;
        }
        if (early) {
            timers.after(
                    PATIENCE,
                    () -> {
                        if (isBlocked(post)) {
                            onViolation.run();
                        }
                    });
        }
        takeAll();
    }

    /** Removes a POST that will never be complete, so that later ones need not wait for it. */
    void lost(Post post) {
        synchronized (this) {
            open.remove(post);
        }
        takeAll();
    }

    /**
     * Stops ordering: the connection is closed, so POSTs no longer wait for each other, and their
     * taker refuses them.
     */
    void close() {
        synchronized (this) {
            closed = true;
            open.removeIf(post -> post.body == null);
        }
        takeAll();
    }

    private synchronized boolean isBlocked(Post post) {
        return open.contains(post) && open.peek().body == null;
    }

    private void takeAll() {
        while (true) {
            Post next;
            synchronized (this) {
                next = open.peek();
                if (taking || next == null || next.body == null) {
                    return;
                }
                if (!closed && !receiving.getAsBoolean()) {
                    return;
                }
                taking = true;
                open.poll();
            }
            try {
                next.taker.accept(next.body);
            } finally {
                synchronized (this) {
                    taking = false;
                }
            }
        }
    }
}
