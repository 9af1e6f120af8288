package dev.parley.engineio;

import dev.parley.flow.Ending;

/**
 * Handles the packets that a WebSocket brings. Called by one thread at a time, but for {@link
 * #close}.
 */
interface PacketHandler {

    /** A packet has arrived. */
    void onEnginePacket(EnginePacket packet);

    /** Closes the WebSocket. Thread-safe. */
    void close(Ending ending);

    /** The WebSocket is closed, whoever closed it. */
    void onTransportClosed();
}
