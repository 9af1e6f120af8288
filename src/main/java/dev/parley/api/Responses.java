package dev.parley.api;

import jakarta.json.JsonArray;
import java.util.List;
import java.util.Map;

/**
 * The acknowledgements of several connections for one event. Immutable.
 *
 * @param answers the arguments of each acknowledgement, by the id of the connection
 * @param missing the ids of connections that did not acknowledge in time, closed, or cannot
 *     acknowledge (clients of the plain endpoint)
 */
public record Responses(Map<String, JsonArray> answers, List<String> missing) {

    public Responses {
        answers = Map.copyOf(answers);
        missing = List.copyOf(missing);
    }
}
