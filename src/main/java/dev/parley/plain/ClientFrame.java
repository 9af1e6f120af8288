package dev.parley.plain;

import jakarta.json.JsonValue;
import java.util.Optional;

/** A frame from a plain WebSocket client. Immutable. */
public sealed interface ClientFrame {

    /**
     * An event.
     *
     * @param data the event's argument, if it has one
     * @param id a JSON string or number, if the client wants an acknowledgement
     */
    record Call(String event, Optional<JsonValue> data, Optional<JsonValue> id)
            implements ClientFrame {}

    /**
     * A frame that is not an event. Only the decoder creates it; the connection decides how to
     * react.
     *
     * @param event the event's name, if it could be read
     */
    record Malformed(String reason, Optional<String> event) implements ClientFrame {}
}
