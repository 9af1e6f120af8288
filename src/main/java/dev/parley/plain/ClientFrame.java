package dev.parley.plain;

import jakarta.json.JsonValue;
import java.util.Optional;

/** What a client of the plain door sent. Immutable. */
public sealed interface ClientFrame {

    /**
     * An event.
     *
     * @param data its one argument, if it has one
     * @param id a JSON string or number, if the client wants an answer
     */
    record Call(String event, Optional<JsonValue> data, Optional<JsonValue> id)
            implements ClientFrame {}

    /**
     * What is no event; only decoding makes it, so that the connection decides what follows.
     *
     * @param event the name, where there is one all the same
     */
    record Malformed(String reason, Optional<String> event) implements ClientFrame {}
}
