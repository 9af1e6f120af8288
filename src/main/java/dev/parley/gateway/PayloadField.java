package dev.parley.gateway;

import dev.parley.api.Binary;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A component of a record and how it is read. Immutable.
 *
 * @param name the component's own name
 * @param names the names that clients may use; the first one present wins
 * @param id whether a number is read as text
 * @param bare whether a payload that is not an object is read as this field
 */
record PayloadField(String name, List<String> names, ValueReader reader, boolean id, boolean bare) {

    @Nullable Object read(JsonObject object, FieldPath parent, Reading reading) {
        for (String sentAs : names) {
            JsonValue value = object.get(sentAs);
            if (value != null && value != JsonValue.NULL) {
                FieldPath path = FieldPath.field(parent, name, sentAs);
                reading.sent(path);
                return reader.read(value, path, reading);
            }
        }
        FieldPath path = FieldPath.field(parent, name, names.get(0));
        reading.sent(path);
        return reader.absent(path, reading);
    }

    /** Returns whether a payload is the bare value of this field. */
    boolean fitsBare(JsonValue payload) {
        return bare
                && (payload instanceof JsonString && !(payload instanceof Binary)
                        || id && payload instanceof JsonNumber);
    }

    @Nullable Object readBare(JsonValue payload, Reading reading) {
        return reader.read(
                payload, FieldPath.field(FieldPath.PAYLOAD, name, names.get(0)), reading);
    }
}
