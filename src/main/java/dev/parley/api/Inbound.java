package dev.parley.api;

import jakarta.json.JsonValue;
import java.util.List;

/**
 * An event that a client sent.
 *
 * @param name as the client spelt it
 * @param data its arguments without the acknowledgement
 * @param ackWanted whether the client waits for an answer
 */
public record Inbound(String name, List<JsonValue> data, boolean ackWanted) {

    /** The first argument, or JSON null. */
    public JsonValue payload() {
        return data.isEmpty() ? JsonValue.NULL : data.get(0);
    }
}
