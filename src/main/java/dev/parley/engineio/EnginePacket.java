package dev.parley.engineio;

import dev.parley.flow.SharedText;

/**
 * One packet of Engine.IO v4. Immutable.
 *
 * @see <a href="https://socket.io/docs/v4/engine-io-protocol/">the protocol</a>
 */
public sealed interface EnginePacket {

    /** The handshake; {@code json} contains the session's id and timings. */
    record Open(String json) implements EnginePacket {}

    /** Closes the connection. */
    record Close() implements EnginePacket {}

    /** A heartbeat, or the probe of an upgrade. */
    record Ping(String data) implements EnginePacket {}

    record Pong(String data) implements EnginePacket {}

    record Message(String text) implements EnginePacket {}

    /** A binary message: a binary frame on a WebSocket, Base64 elsewhere. */
    record Binary(byte[] data) implements EnginePacket {}

    record Upgrade() implements EnginePacket {}

    record Noop() implements EnginePacket {}

    /** An invalid packet. Only the decoder creates it; the connection decides how to react. */
    record Malformed(String reason) implements EnginePacket {}

    /** A packet encoded once for many receivers. */
    final class Encoded extends SharedText implements EnginePacket {
        public Encoded(String wire) {
            super(wire);
        }
    }
}
