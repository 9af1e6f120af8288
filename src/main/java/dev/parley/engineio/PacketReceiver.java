package dev.parley.engineio;

import dev.parley.flow.Ending;

/** Who takes what a WebSocket brings. Called by one thread at a time, but for {@link #close}. */
interface PacketReceiver {

    void receive(EnginePacket packet);

    /** The WebSocket is to be closed. Thread-safe. */
    void close(Ending ending);

    /** The WebSocket has ended, whoever ended it. */
    void onTransportClosed();
}
