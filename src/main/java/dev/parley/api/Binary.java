package dev.parley.api;

import jakarta.json.JsonString;
import java.util.Arrays;
import java.util.Base64;

/**
 * Bytes in an event. Socket.IO clients send and get them as attachments; plain WebSocket clients
 * get a string in Base64 (RFC 4648, section 4). Immutable, as long as nobody writes into the array.
 *
 * <p>It is a JSON-P value, so it may be part of arrays and objects, and of records, maps and lists.
 */
public final class Binary implements JsonString {

    private final byte[] bytes;

    /**
     * @param bytes not copied
     */
    public Binary(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The bytes themselves, not a copy. */
    public byte[] bytes() {
        return bytes;
    }

    @Override
    public String getString() {
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Override
    public CharSequence getChars() {
        return getString();
    }

    @Override
    public ValueType getValueType() {
        return ValueType.STRING;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Binary binary && Arrays.equals(bytes, binary.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** As JSON. */
    @Override
    public String toString() {
        return '"' + getString() + '"';
    }
}
