package dev.parley.api;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The acknowledgement of one event, for handlers that send it themselves. Only the first call has
 * an effect. Thread-safe: the acknowledgement is queued for the client within the call, before
 * whatever is emitted afterwards.
 */
public final class Reply {

    private final BiConsumer<Object, Throwable> receiver;
    private final AtomicBoolean given = new AtomicBoolean();

    /**
     * For tests of handlers; Parley creates the replies of events.
     *
     * @param receiver takes the value (or null) and the failure (or null)
     */
    public Reply(BiConsumer<Object, Throwable> receiver) {
        this.receiver = receiver;
    }

    /** Sends the acknowledgement; {@code null} ends the event without one. */
    public void complete(@Nullable Object value) {
        give(value, null);
    }

    /** Fails the event, as if the handler had thrown the exception. */
    public void fail(Throwable failure) {
        give(null, failure);
    }

    private void give(@Nullable Object value, @Nullable Throwable failure) {
        if (given.compareAndSet(false, true)) {
            receiver.accept(value, failure);
        }
    }
}
