package dev.parley.plain;

import dev.parley.hub.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The text form of the plain door's frames. Stateless and thread-safe; reading never throws. */
public final class PlainCodec {

    private PlainCodec() {}

    /** Reads what a client sent. */
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
            return malformed("event: a string is wanted");
        }
        JsonValue id = object.getOrDefault("id", JsonValue.NULL);
        return switch (id.getValueType()) {
            case NULL -> call(event, object, Optional.empty());
            case STRING, NUMBER -> call(event, object, Optional.of(id));
            default ->
                    new ClientFrame.Malformed(
                            "id: a string or a number is wanted", Optional.of(event.getString()));
        };
    }

    private static ClientFrame call(JsonString event, JsonObject frame, Optional<JsonValue> id) {
        return new ClientFrame.Call(event.getString(), Optional.ofNullable(frame.get("data")), id);
    }

    static ClientFrame.Malformed malformed(String reason) {
        return new ClientFrame.Malformed(reason, Optional.empty());
    }

    /** An event; {@code data} is JSON text. */
    public static String event(String name, String data) {
        return "{\"event\":" + Json.write(name) + ",\"data\":" + data + "}";
    }

    /**
     * The answer to an event; what the gateway gives as the body of an error goes as {@code error}.
     */
    public static String answer(JsonValue id, Object value) {
        String head = "{\"id\":" + id + ",";
        if (value instanceof Map<?, ?> body && isError(body.get("status"))) {
            Map<Object, Object> error = new LinkedHashMap<>(body);
            error.remove("status");
            return head + "\"error\":" + Json.write(error) + "}";
        }
        return head + "\"data\":" + Json.write(value) + "}";
    }

    private static boolean isError(Object status) {
        return "error".equals(status instanceof JsonString text ? text.getString() : status);
    }
}
