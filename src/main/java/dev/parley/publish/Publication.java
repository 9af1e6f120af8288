package dev.parley.publish;

import dev.parley.api.Arguments;
import dev.parley.api.Event;
import dev.parley.hub.Json;
import dev.parley.hub.Spelling;
import dev.parley.room.Target;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;

/**
 * An event for clients. Immutable, as long as {@code data} is.
 *
 * @param except the id of a connection that shall not get it, or null
 * @param data a record, map, list, string, number or JSON-P value; null for an event without data
 */
public record Publication(Target target, String except, String event, Object data) {

    /** In both namings, for the namespaces that have two. */
    Event toEvent() {
        Object given = data == null ? new Arguments(List.of()) : data;
        return Event.irregular(
                event, given, () -> new Event.Form(Spelling.kebabName(event), kebabData(given)));
    }

    private static Object kebabData(Object data) {
        boolean plain =
                data instanceof Arguments
                        || data instanceof JsonValue json && !(json instanceof JsonObject)
                        || !Json.write(data).startsWith("{");
        return plain ? data : Spelling.kebabData(data);
    }
}
