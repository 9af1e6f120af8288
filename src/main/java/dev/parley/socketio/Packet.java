package dev.parley.socketio;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.util.OptionalLong;

/**
 * A packet of Socket.IO v5 as a client may send it. Immutable.
 *
 * @see <a href="https://socket.io/docs/v4/socket-io-protocol/">the protocol</a>
 */
public sealed interface Packet {

    /** The namespace with its leading slash. */
    String namespace();

    /** Asks to join a namespace; {@code auth} is empty if none was sent. */
    record Connect(String namespace, JsonObject auth) implements Packet {}

    /** Leaves a namespace. */
    record Disconnect(String namespace) implements Packet {}

    /** An event: a name and its arguments; {@code ack} is the id of the wanted answer. */
    record Event(String namespace, OptionalLong ack, JsonArray data) implements Packet {}

    /** An event or answer whose attachments follow as binary messages. */
    record Announcement(Packet packet, int attachments) implements Packet {
        @Override
        public String namespace() {
            return packet.namespace();
        }
    }

    /** The answer to an event of ours. */
    record Ack(String namespace, long id, JsonArray data) implements Packet {}
}
