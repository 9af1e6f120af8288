package dev.parley.server;

import java.util.Optional;

/**
 * Controls of the connection below one WebSocket session, beyond the specification. Immutable.
 *
 * @param reads suspends reading from the client; empty if a message handler must block instead
 * @param abort closes the connection without a close frame; empty if the server offers no way
 * @param heldThread the thread that may wait for the client; empty if the server's threads do not
 * @param sends sends without the session; empty if the session's own sends must be used
 */
public record SessionControl(
        Optional<ReadControl> reads,
        Optional<ConnectionAbort> abort,
        Optional<HeldThread> heldThread,
        Optional<DirectSends> sends) {

    /** No control beyond the specification. */
    static final SessionControl NONE =
            new SessionControl(
                    Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
