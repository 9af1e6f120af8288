package dev.parley.hub;

import dev.parley.api.Event;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.Map;

/**
 * Spells events in both namings, by the rule where they have no kebab form of their own. Stateless.
 */
public final class Spelling {

    private Spelling() {}

    /** The event as clients of one naming get it. */
    public static Event.Form of(Event event, Naming naming) {
        if (naming == Naming.SNAKE) {
            return event.form();
        }
        return event.kebab()
                .map(supplier -> supplier.get())
                .orElseGet(
                        () ->
                                new Event.Form(
                                        kebabName(event.form().name()),
                                        kebabData(event.form().data())));
    }

    /** {@code user_online} → {@code user-online}. */
    public static String kebabName(String name) {
        return name.replace('_', '-');
    }

    /** {@code user-online} → {@code user_online}: the canonical spelling of a name. */
    public static String snakeName(String name) {
        return name.replace('-', '_');
    }

    /**
     * The kebab form of an object's own fields: {@code roomId} → {@code room}, {@code text} → both
     * {@code content} and {@code message}. Nested objects stay as they are: they may be a user's
     * own.
     */
    public static JsonObject kebabData(Object data) {
        JsonObjectBuilder renamed = Json.provider().createObjectBuilder();
        for (Map.Entry<String, JsonValue> field : Json.tree(data).entrySet()) {
            switch (field.getKey()) {
                case "roomId" -> renamed.add("room", field.getValue());
                case "text" ->
                        renamed.add("content", field.getValue()).add("message", field.getValue());
                default -> renamed.add(field.getKey(), field.getValue());
            }
        }
        return renamed.build();
    }
}
