package dev.parley.socketio;

import dev.parley.hub.Json;
import dev.parley.hub.LibraryEvents;
import dev.parley.hub.Placeholders;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Encodes and decodes Socket.IO packets: {@code type [/namespace,] [ack id] [JSON]}. Stateless and
 * thread-safe.
 */
public final class PacketCodec {

    private static final int MAX_ACK_DIGITS = 16;
    private static final int MAX_COUNT_DIGITS = 4;

    private PacketCodec() {}

    /**
     * Decodes a packet from a client.
     *
     * @throws PacketException if the text is not a packet that a client may send
     */
    public static Packet decode(String text) throws PacketException {
        if (text.isEmpty()) {
            throw new PacketException("empty packet");
        }
        Cursor cursor = new Cursor(text);
        char type = cursor.type();
        int attachments = type == '5' || type == '6' ? cursor.attachments() : 0;
        String namespace = cursor.namespace();
        return switch (type) {
            case '0' -> new Packet.Connect(namespace, auth(cursor));
            case '1' -> disconnect(namespace, cursor);
            case '2' -> event(namespace, cursor);
            case '3' -> ack(namespace, cursor);
            case '5' -> new Packet.Announcement(event(namespace, cursor), attachments);
            case '6' -> new Packet.Announcement(ack(namespace, cursor), attachments);
            default -> throw new PacketException("unexpected packet type");
        };
    }

    /**
     * Replaces the placeholders in a packet with its attachments.
     *
     * @throws PacketException if a placeholder has no matching attachment
     */
    public static Packet attach(Packet packet, List<byte[]> attachments) throws PacketException {
        try {
            if (packet instanceof Packet.Event event) {
                JsonArray data = Placeholders.attach(event.data(), attachments).asJsonArray();
                return new Packet.Event(event.namespace(), event.ack(), data);
            } else if (packet instanceof Packet.Ack ack) {
                JsonArray data = Placeholders.attach(ack.data(), attachments).asJsonArray();
                return new Packet.Ack(ack.namespace(), ack.id(), data);
            }
        } catch (JsonException e) {
            throw new PacketException(e.getMessage());
        }
        throw new IllegalArgumentException("Packet cannot have attachments: " + packet);
    }

    private static JsonObject auth(Cursor cursor) throws PacketException {
        if (cursor.atEnd()) {
            return JsonValue.EMPTY_JSON_OBJECT;
        }
        if (cursor.json() instanceof JsonObject auth) {
            return auth;
        }
        throw new PacketException("CONNECT payload must be an object");
    }

    private static Packet disconnect(String namespace, Cursor cursor) throws PacketException {
        if (!cursor.atEnd()) {
            throw new PacketException("DISCONNECT with a payload");
        }
        return new Packet.Disconnect(namespace);
    }

    private static Packet event(String namespace, Cursor cursor) throws PacketException {
        OptionalLong ack = cursor.ackId();
        JsonArray data = array(cursor);
        if (data.isEmpty()) {
            throw new PacketException("event without a name");
        }
        JsonValue name = data.get(0);
        boolean named =
                switch (name.getValueType()) {
                    case STRING -> !LibraryEvents.contains(data.getString(0));
                    case NUMBER -> true;
                    default -> false;
                };
        if (!named) {
            throw new PacketException("invalid or reserved event name");
        }
        return new Packet.Event(namespace, ack, data);
    }

    private static Packet ack(String namespace, Cursor cursor) throws PacketException {
        OptionalLong id = cursor.ackId();
        if (id.isEmpty()) {
            throw new PacketException("ACK without an id");
        }
        return new Packet.Ack(namespace, id.getAsLong(), array(cursor));
    }

    private static JsonArray array(Cursor cursor) throws PacketException {
        if (cursor.json() instanceof JsonArray array) {
            return array;
        }
        throw new PacketException("payload must be an array");
    }

    /**
     * Encodes the reply to an accepted CONNECT.
     *
     * @param recoveryId the secret with which the client can recover the session; empty if recovery
     *     is off
     */
    public static String connected(String namespace, String socketId, Optional<String> recoveryId) {
        String pid = recoveryId.map(id -> ",\"pid\":\"" + id + "\"").orElse("");
        return "0" + address(namespace) + "{\"sid\":\"" + socketId + "\"" + pid + "}";
    }

    /**
     * Encodes the reply to a refused CONNECT.
     *
     * @param data JSON text, or null for none
     */
    public static String connectError(String namespace, String message, @Nullable String data) {
        String json = "{\"message\":" + Json.write(message);
        return "4" + address(namespace) + json + (data == null ? "}" : ",\"data\":" + data + "}");
    }

    public static String disconnect(String namespace) {
        String address = address(namespace);
        return "1" + address;
    }

    /**
     * Encodes an event.
     *
     * @param arguments the arguments as JSON text
     * @param attachments the number of attachments that follow
     */
    public static String event(
            String namespace,
            OptionalLong ack,
            String name,
            List<String> arguments,
            int attachments) {
        String id = ack.isPresent() ? Long.toString(ack.getAsLong()) : "";
        StringBuilder json = new StringBuilder("[").append(Json.write(name));
        arguments.forEach(argument -> json.append(',').append(argument));
        return type('2', '5', attachments) + address(namespace) + id + json.append(']');
    }

    /**
     * Encodes an acknowledgement.
     *
     * @param values the arguments as JSON text
     * @param attachments the number of attachments that follow
     */
    public static String ack(String namespace, long id, List<String> values, int attachments) {
        String json = "[" + String.join(",", values) + "]";
        return type('3', '6', attachments) + address(namespace) + id + json;
    }

    private static String type(char plain, char binary, int attachments) {
        return attachments == 0 ? String.valueOf(plain) : binary + "" + attachments + "-";
    }

    private static String address(String namespace) {
        return namespace.equals("/") ? "" : namespace + ",";
    }

    /** Reads a packet from left to right. */
    private static final class Cursor {

        private final String text;
        private int at;

        Cursor(String text) {
            this.text = text;
        }

        char type() {
            return text.charAt(at++);
        }

        /** Reads the number of attachments (at least one) and the hyphen after it. */
        int attachments() throws PacketException {
            int hyphen = text.indexOf('-', at);
            String digits = hyphen < 0 ? "" : text.substring(at, hyphen);
            if (digits.isEmpty()
                    || digits.length() > MAX_COUNT_DIGITS
                    || !digits.chars().allMatch(c -> c >= '0' && c <= '9')
                    || Integer.parseInt(digits) == 0) {
                throw new PacketException("missing or invalid number of attachments");
            }
            at = hyphen + 1;
            return Integer.parseInt(digits);
        }

        String namespace() {
            if (atEnd() || text.charAt(at) != '/') {
                return "/";
            }
            int comma = text.indexOf(',', at);
            String name = comma < 0 ? text.substring(at) : text.substring(at, comma);
            at = comma < 0 ? text.length() : comma + 1;
            return name;
        }

        OptionalLong ackId() throws PacketException {
            int start = at;
            while (!atEnd() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
                at++;
            }
            if (at == start) {
                return OptionalLong.empty();
            }
            if (at - start > MAX_ACK_DIGITS) {
                throw new PacketException("ack id is too long");
            }
            return OptionalLong.of(Long.parseLong(text, start, at, 10));
        }

        JsonStructure json() throws PacketException {
            if (atEnd()) {
                throw new PacketException("no payload");
            }
            try {
                return Json.read(text.substring(at));
            } catch (JsonException e) {
                throw new PacketException("payload is not valid JSON");
            }
        }

        boolean atEnd() {
            return at >= text.length();
        }
    }
}
