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

    /**
     * An event.
     *
     * @param arguments as JSON text; there is a place for two
     */
    public static String event(String name, List<String> arguments) {
        String head = "{\"event\":" + Json.write(name);
        String data = arguments.isEmpty() ? "" : ",\"data\":" + arguments.get(0);
        String meta = arguments.size() < 2 ? "" : ",\"meta\":" + arguments.get(1);
        return head + data + meta + "}";
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
        List<?> values = Arguments.of(value);
        String data = values.isEmpty() ? "null" : Json.write(values.get(0));
        String meta = values.size() < 2 ? "" : ",\"meta\":" + Json.write(values.get(1));
        return head + "\"data\":" + data + meta + "}";
    }

    private static boolean isError(Object status) {
        return "error".equals(status instanceof JsonString text ? text.getString() : status);
    }
}
