package dev.parley.gateway;

import jakarta.json.JsonValue;

/** Reads a JSON value as one Java type. Immutable and thread-safe. */
@FunctionalInterface
interface ValueReader {

    /**
     * Reads a value. Notes what is wrong with it in {@code reading}, and returns null then.
     *
     * @param value neither null nor JSON null
     */
    Object read(JsonValue value, FieldPath path, Reading reading);

    /** What stands for a value that is absent or JSON null. */
    default Object absent(FieldPath path, Reading reading) {
        return null;
    }

    /** Reads a value that may be null or JSON null. */
    default Object readOrAbsent(JsonValue value, FieldPath path, Reading reading) {
        return value == null || value == JsonValue.NULL
                ? absent(path, reading)
                : read(value, path, reading);
    }
}
