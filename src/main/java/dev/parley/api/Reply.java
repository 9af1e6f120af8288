package dev.parley.api;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

/**
 * The answer to one event, given once. Thread-safe: what is given goes to the client's outbox in
 * the same call, so that a handler can put its answer before the events that follow it.
 */
public final class Reply {

    private final BiConsumer<Object, Throwable> receiver;
    private final AtomicBoolean given = new AtomicBoolean();

    /**
     * @param receiver takes the value (or null) and the failure (or null)
     */
    public Reply(BiConsumer<Object, Throwable> receiver) {
        this.receiver = receiver;
    }

    /** Answers; {@code null} ends the event without an answer. */
    public void complete(Object value) {
        give(value, null);
    }

    public void fail(Throwable failure) {
        give(null, failure);
    }

    private void give(Object value, Throwable failure) {
        if (given.compareAndSet(false, true)) {
            receiver.accept(value, failure);
        }
    }
}
