package dev.parley.hub;

import dev.parley.api.Event;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.Map;

/**
 * Spells events in both namings; applies the general rule to events without a kebab-case form of
 * their own. Stateless.
 */
public final class Spelling {

    private Spelling() {}

    /** Returns the event as clients with the given naming receive it. */
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

    /** Converts a name to kebab-case: {@code user_online} → {@code user-online}. */
    public static String kebabName(String name) {
        return name.replace('_', '-');
    }

    /** Converts a name to its canonical spelling: {@code user-online} → {@code user_online}. */
    public static String snakeName(String name) {
        return name.replace('-', '_');
    }

    /**
     * Renames the top-level fields for kebab-case clients: {@code roomId} → {@code room}, {@code
     * text} → both {@code content} and {@code message}. Nested objects are not changed, since they
     * may be user data.
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
