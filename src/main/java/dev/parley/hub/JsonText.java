package dev.parley.hub;

import java.util.List;

/**
 * A JSON object that is encoded already: the value of an acknowledgement, or the data of an event.
 * It cannot be a part of another value. Immutable.
 */
public record JsonText(String text) {

    /** Encodes a record or map. */
    public static JsonText of(Object value) {
        return new JsonText(Json.write(value));
    }

    /** Returns an array of encoded values. */
    public static JsonText array(List<String> elements) {
        return new JsonText("[" + String.join(",", elements) + "]");
    }

    /** Returns this object with a further field, which it must not have yet. */
    public JsonText with(String field, JsonText value) {
        String before = text.substring(0, text.length() - 1);
        String comma = text.equals("{}") ? "" : ",";
        return new JsonText(before + comma + Json.write(field) + ":" + value.text() + "}");
    }
}
