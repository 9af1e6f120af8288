package dev.parley.flow;

import jakarta.websocket.Session;
import java.util.Optional;

/**
 * What some containers can do with a connection beyond the specification. Thread-safe; no call
 * blocks.
 */
public interface Channel {

    /** Stops the reading of frames. */
    void suspendReceives();

    void resumeReceives();

    /** Ends the connection without a farewell. */
    void abort();

    /** The channel of the container that made {@code session}, where we know one. */
    static Optional<Channel> of(Session session) {
        // By name first: the class that knows Undertow may only be loaded where Undertow is.
        return SessionWriter.isUndertow(session)
                ? UndertowChannel.ofSession(session)
                : Optional.empty();
    }
}
