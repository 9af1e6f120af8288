package dev.parley.gateway;

import jakarta.json.JsonValue;
import org.jspecify.annotations.Nullable;

/** Reads a JSON value as one Java type. Immutable and thread-safe. */
@FunctionalInterface
interface ValueReader {

    /**
     * Reads a value. If it is invalid, adds a violation to {@code reading} and returns null.
     *
     * @param value neither null nor JSON null
     */
    @Nullable Object read(JsonValue value, FieldPath path, Reading reading);

    /** Returns the replacement for a value that is absent or JSON null. */
    default @Nullable Object absent(FieldPath path, Reading reading) {
        return null;
    }

    /** Reads a value that may be null or JSON null. */
    default @Nullable Object readOrAbsent(
            @Nullable JsonValue value, FieldPath path, Reading reading) {
        return value == null || value == JsonValue.NULL
                ? absent(path, reading)
                : read(value, path, reading);
    }
}
