package dev.parley.engineio;

import dev.parley.flow.Ending;

/**
 * Handles the packets of a WebSocket. Called by one thread at a time, except for {@link #close}.
 */
interface PacketHandler {

    /** A packet has arrived. */
    void onEnginePacket(EnginePacket packet);

    /** Returns the size limit of the next message, in bytes. */
    int maxMessage();

    /** Closes the WebSocket. Thread-safe. */
    void close(Ending ending);

    /** The WebSocket was closed, by either side. */
    void onTransportClosed();
}
