package dev.parley.server;

import java.util.Optional;

/**
 * What the server can do with the connection below one WebSocket session, beyond the specification.
 * Immutable.
 *
 * @param reads holds back what the client sends; empty if a message handler has to wait instead
 * @param abort closes the connection without a close frame; empty where the server offers no way
 */
public record SessionControl(Optional<ReadControl> reads, Optional<Runnable> abort) {

    /** Nothing beyond the specification. */
    static final SessionControl NONE = new SessionControl(Optional.empty(), Optional.empty());
}
