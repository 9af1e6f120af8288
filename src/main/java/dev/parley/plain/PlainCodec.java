package dev.parley.plain;

import dev.parley.api.Arguments;
import dev.parley.hub.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Encodes and decodes the frames of the plain WebSocket protocol. Stateless and thread-safe;
 * decoding never throws.
 */
public final class PlainCodec {

    private PlainCodec() {}

    /** Decodes a frame from a client. */
    public static ClientFrame decode(String text) {
        JsonStructure structure;
        try {
            structure = Json.read(text);
        } catch (JsonException e) {
            return malformed("A frame is one JSON object");
        }
        return structure instanceof JsonObject object
                ? decode(object)
                : malformed("A frame is one JSON object");
    }

    private static ClientFrame decode(JsonObject object) {
        if (!(object.get("event") instanceof JsonString event)) {
            return malformed("event: must be a string");
        }
        JsonValue id = object.getOrDefault("id", JsonValue.NULL);
        return switch (id.getValueType()) {
            case NULL -> call(event, object, Optional.empty());
            case STRING, NUMBER -> call(event, object, Optional.of(id));
            default ->
                    new ClientFrame.Malformed(
                            "id: must be a string or a number", Optional.of(event.getString()));
        };
    }

    private static ClientFrame call(JsonString event, JsonObject frame, Optional<JsonValue> id) {
        return new ClientFrame.Call(event.getString(), Optional.ofNullable(frame.get("data")), id);
    }

    static ClientFrame.Malformed malformed(String reason) {
        return new ClientFrame.Malformed(reason, Optional.empty());
    }

    /**
     * Encodes an event.
     *
     * @param arguments the arguments as JSON text: at most two, sent as {@code data} and {@code
     *     meta}
     */
    public static String event(String name, List<String> arguments) {
        String head = "{\"event\":" + Json.write(name);
        String data = arguments.isEmpty() ? "" : ",\"data\":" + arguments.get(0);
        String meta = arguments.size() < 2 ? "" : ",\"meta\":" + arguments.get(1);
        return head + data + meta + "}";
    }

    /**
     * Encodes the acknowledgement of an event. An error body from the gateway is sent as {@code
     * error}.
     */
    public static String answer(JsonValue id, Object value) {
        String head = "{\"id\":" + id + ",";
        if (value instanceof Map<?, ?> body && isError(body.get("status"))) {
            Map<Object, Object> error = new LinkedHashMap<>(body);
            error.remove("status");
            return head + "\"error\":" + Json.write(error) + "}";
        }
        List<?> values = Arguments.of(value);
        String data = values.isEmpty() ? "null" : Json.write(values.get(0));
        String meta = values.size() < 2 ? "" : ",\"meta\":" + Json.write(values.get(1));
        return head + "\"data\":" + data + meta + "}";
    }

    private static boolean isError(@Nullable Object status) {
        return "error".equals(status instanceof JsonString text ? text.getString() : status);
    }
}
