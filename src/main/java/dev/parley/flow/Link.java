package dev.parley.flow;

import dev.parley.server.ReadControl;
import java.util.Optional;

/** One way to a client: a WebSocket, or HTTP long polling. Thread-safe; no call blocks. */
public interface Link {

    /** Begins to take frames from {@code outbox}, or goes on. */
    void drain(Outbox outbox);

    /** What can be done about a client that sends too fast; empty where its reader is to wait. */
    Optional<ReadControl> reads();

    /** Ends the link at once, and tells the client why. */
    void close(Ending ending);
}
