package dev.parley.engineio;

import dev.parley.flow.Timers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The POSTs of one connection, taken one after the other in the order of their arrival.
 * Thread-safe.
 *
 * <p>A client sends the next one only after the answer to the last. Two whole ones that arrive
 * close together are both taken; one that is complete while another before it stays half sent is
 * the protocol's violation.
 */
final class Posts {

    /** How long a POST that is complete waits for one that came before it. */
    private static final Duration PATIENCE = Duration.ofMillis(100);

    private static final int MAX_OPEN = 8;

    /** A POST, whose body may not have come yet. */
    static final class Post {
        private final Consumer<String> taker;
        private String body;

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
     * @param receiving whether bodies may be taken now; {@link #resume} tells of a change
     */
    Posts(Timers timers, Runnable onViolation, BooleanSupplier receiving) {
        this.timers = timers;
        this.onViolation = onViolation;
        this.receiving = receiving;
    }

    /** Bodies may be taken again. */
    void resume() {
        takeAll();
    }

    /**
     * A POST has arrived.
     *
     * @param taker takes its body; called by one thread at a time
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

    /** The body of a POST is complete. */
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

    /** A POST will never be complete; those behind it need not wait for it. */
    void lost(Post post) {
        synchronized (this) {
            open.remove(post);
        }
        takeAll();
    }

    /** The connection is over: from now on no POST waits for another, and their taker refuses. */
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
