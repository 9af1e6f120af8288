package dev.parley.api;

import jakarta.json.JsonArray;
import java.util.List;
import java.util.Map;

/**
 * What several connections answered to one event. Immutable.
 *
 * @param answers the arguments of each answer, by the id of the connection
 * @param missing the ids of those that did not answer in time, went, or cannot answer (clients of
 *     the plain door)
 */
public record Responses(Map<String, JsonArray> answers, List<String> missing) {

    public Responses {
        answers = Map.copyOf(answers);
        missing = List.copyOf(missing);
    }
}
