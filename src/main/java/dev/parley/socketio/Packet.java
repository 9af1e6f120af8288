package dev.parley.socketio;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.util.OptionalLong;

/**
 * A Socket.IO v5 packet from a client. Immutable.
 *
 * @see <a href="https://socket.io/docs/v4/socket-io-protocol/">the protocol</a>
 */
public sealed interface Packet {

    /** Returns the namespace with its leading slash. */
    String namespace();

    /** Joins a namespace; {@code auth} is empty if the client sent none. */
    record Connect(String namespace, JsonObject auth) implements Packet {}

    /** Leaves a namespace. */
    record Disconnect(String namespace) implements Packet {}

    /**
     * An event: a name and its arguments; {@code ack} is the ack id, if the client wants an
     * acknowledgement.
     */
    record Event(String namespace, OptionalLong ack, JsonArray data) implements Packet {}

    /** An event or acknowledgement whose attachments follow as binary messages. */
    record Announcement(Packet packet, int attachments) implements Packet {
        @Override
        public String namespace() {
            return packet.namespace();
        }
    }

    /** The client's acknowledgement of an event from the server. */
    record Ack(String namespace, long id, JsonArray data) implements Packet {}
}
