package dev.parley.server;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Sends frames to one client on the calling thread, which never blocks. Thread-safe. */
public interface DirectSends {

    /** How long a client may take to read a frame. */
    Duration TIMEOUT = Duration.ofSeconds(20);

    /**
     * Sends a frame, or several at once, if no other frame waits to be written.
     *
     * @param frame returns header and payload (RFC 6455, 5.2) of each; called at most once
     * @param done called once, with {@code null} or the failure, if this method returns true; on
     *     any thread, possibly before it returns
     * @return false if nothing was done; the caller must then send through the session, which keeps
     *     the order
     */
    boolean send(Supplier<ByteBuffer> frame, Consumer<@Nullable Throwable> done);
}
