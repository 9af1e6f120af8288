package dev.parley.hub;

import dev.parley.api.Binary;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Replaces binary data by Socket.IO placeholders, {@code {"_placeholder":true,"num":0}}, and vice
 * versa. Stateless and thread-safe.
 */
public final class Placeholders {

    private static final String MARK = "_placeholder";
    private static final String INDEX = "num";

    /** How often each attachment of a packet may be used on average; clients use each one once. */
    private static final int MAX_USES = 4;

    private Placeholders() {}

    /**
     * Returns the value with a placeholder for each {@link Binary}, whose bytes are appended to
     * {@code attachments}.
     */
    public static JsonValue detach(JsonValue value, List<byte[]> attachments) {
        return replace(
                value, leaf -> leaf instanceof Binary binary ? put(binary, attachments) : leaf);
    }

    /** Whether the value is, or contains at any depth, a {@link Binary}. */
    public static boolean hasBinary(JsonValue value) {
        if (value instanceof JsonArray array) {
            return array.stream().anyMatch(Placeholders::hasBinary);
        }
        return value instanceof JsonObject object
                ? object.values().stream().anyMatch(Placeholders::hasBinary)
                : value instanceof Binary;
    }

    private static JsonValue put(Binary binary, List<byte[]> attachments) {
        attachments.add(binary.bytes());
        return Json.provider()
                .createObjectBuilder()
                .add(MARK, true)
                .add(INDEX, attachments.size() - 1)
                .build();
    }

    /**
     * Returns the value with a {@link Binary} for each placeholder.
     *
     * @throws JsonException if a placeholder has no attachment, or if there are more than four
     *     placeholders per attachment, or more than four times the attachments' bytes. Otherwise, a
     *     small packet could expand to gigabytes or to thousands of attachments when it is encoded
     *     again
     */
    public static JsonValue attach(JsonValue value, List<byte[]> attachments) {
        long sent = attachments.stream().mapToLong(bytes -> bytes.length).sum();
        long[] left = {sent * MAX_USES};
        int[] uses = {attachments.size() * MAX_USES};
        return replace(
                value,
                node -> {
                    if (!isPlaceholder(node)) {
                        return node;
                    }
                    Binary binary = get(node, attachments);
                    left[0] -= binary.bytes().length;
                    if (left[0] < 0 || --uses[0] < 0) {
                        throw new JsonException("placeholders use the attachments too often");
                    }
                    return binary;
                });
    }

    private static boolean isPlaceholder(JsonValue value) {
        return value instanceof JsonObject object && object.get(MARK) == JsonValue.TRUE;
    }

    private static Binary get(JsonValue placeholder, List<byte[]> attachments) {
        JsonValue index = placeholder.asJsonObject().get(INDEX);
        if (index instanceof JsonNumber number && number.isIntegral()) {
            double at = number.doubleValue();
            if (at >= 0 && at < attachments.size()) {
                return new Binary(attachments.get((int) at));
            }
        }
        throw new JsonException("a placeholder has no attachment");
    }

    /** Replaces nodes top-down, in depth-first order; copies only what changes. */
    private static JsonValue replace(JsonValue value, UnaryOperator<JsonValue> replacement) {
        JsonValue replaced = replacement.apply(value);
        if (replaced != value) {
            return replaced;
        }
        if (value instanceof JsonArray array) {
            return array(array, replacement);
        }
        return value instanceof JsonObject object ? object(object, replacement) : value;
    }

    private static JsonValue array(JsonArray array, UnaryOperator<JsonValue> replacement) {
        JsonArrayBuilder copy = Json.provider().createArrayBuilder();
        boolean changed = false;
        for (JsonValue element : array) {
            JsonValue replaced = replace(element, replacement);
            changed |= replaced != element;
            copy.add(replaced);
        }
        return changed ? copy.build() : array;
    }

    private static JsonValue object(JsonObject object, UnaryOperator<JsonValue> replacement) {
        JsonObjectBuilder copy = Json.provider().createObjectBuilder();
        boolean changed = false;
        for (Map.Entry<String, JsonValue> field : object.entrySet()) {
            JsonValue replaced = replace(field.getValue(), replacement);
            changed |= replaced != field.getValue();
            copy.add(field.getKey(), replaced);
        }
        return changed ? copy.build() : object;
    }
}
