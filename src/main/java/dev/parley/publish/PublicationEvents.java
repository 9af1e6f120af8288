package dev.parley.publish;

import dev.parley.api.Arguments;
import dev.parley.api.Event;
import dev.parley.api.Publication;
import dev.parley.hub.Json;
import dev.parley.hub.Spelling;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;

/** Converts publications to events. Stateless. */
final class PublicationEvents {

    private PublicationEvents() {}

    /** Returns the event in both spellings, for namespaces that use both. */
    static Event of(Publication publication) {
        Object given = publication.data() == null ? new Arguments(List.of()) : publication.data();
        return Event.irregular(
                publication.event(),
                given,
                () -> new Event.Form(Spelling.kebabName(publication.event()), kebabData(given)));
    }

    private static Object kebabData(Object data) {
        boolean plain =
                data instanceof Arguments
                        || data instanceof JsonValue json && !(json instanceof JsonObject)
                        || !Json.write(data).startsWith("{");
        return plain ? data : Spelling.kebabData(data);
    }
}
