package dev.parley.flow;

import dev.parley.server.ReadControl;
import java.util.Optional;

/** A transport to one client: a WebSocket, or HTTP long polling. Thread-safe; no call blocks. */
public interface Link {

    /** Takes the frames of {@code outbox} from now on. */
    void drain(Outbox outbox);

    /** Returns what suspends reading from the client; empty if its reading thread has to wait. */
    Optional<ReadControl> reads();

    /** Closes the link at once, with the reason for the client. */
    void close(Ending ending);
}
