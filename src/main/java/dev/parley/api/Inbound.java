package dev.parley.api;

import jakarta.json.JsonValue;
import java.util.List;

/**
 * An event from a client. Immutable.
 *
 * @param name as the client spelled it
 * @param data the arguments, without the acknowledgement
 * @param ackWanted whether the client waits for an acknowledgement
 */
public record Inbound(String name, List<JsonValue> data, boolean ackWanted) {

    /** The first argument, or JSON null. */
    public JsonValue payload() {
        return data.isEmpty() ? JsonValue.NULL : data.get(0);
    }
}
