package dev.parley.engineio;

/**
 * One packet of Engine.IO v4. Immutable.
 *
 * @see <a href="https://socket.io/docs/v4/engine-io-protocol/">the protocol</a>
 */
public sealed interface EnginePacket {

    /** The handshake; {@code json} has the session's id and timings. */
    record Open(String json) implements EnginePacket {}

    /** The end of the connection. */
    record Close() implements EnginePacket {}

    /** A heartbeat, or a probe of an upgrade. */
    record Ping(String data) implements EnginePacket {}

    record Pong(String data) implements EnginePacket {}

    record Message(String text) implements EnginePacket {}

    /** A binary message: on a WebSocket a frame of its own, elsewhere in Base64. */
    record Binary(byte[] data) implements EnginePacket {}

    record Upgrade() implements EnginePacket {}

    record Noop() implements EnginePacket {}

    /** What is no packet; only decoding makes it, so that the connection decides what follows. */
    record Malformed(String reason) implements EnginePacket {}

    /** A packet that was written once for many receivers. */
    record Encoded(String wire) implements EnginePacket {}
}
