package dev.parley.hub;

import dev.parley.flow.Loss;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.Map;
import java.util.function.Supplier;

/**
 * An event from the server, with its name and data in both namings. Immutable; the kebab form is
 * made only if a client wants it.
 */
public final class Event {

    /**
     * A name with its data, as one naming has it.
     *
     * @param data one argument, or {@link Arguments}
     */
    public record Form(String name, Object data) {}

    private final Form snake;
    private final Supplier<Form> kebab;
    private final Loss loss;

    private Event(Form snake, Supplier<Form> kebab, Loss loss) {
        this.snake = snake;
        this.kebab = kebab;
        this.loss = loss;
    }

    /** An event that follows the rule: hyphens in the name, {@code room} and {@code content}. */
    public static Event regular(String name, Object data) {
        return new Event(
                new Form(name, data), () -> new Form(kebabName(name), kebabData(data)), Loss.NEVER);
    }

    /** An event that is the same in both namings. */
    public static Event same(String name, Object data) {
        Form form = new Form(name, data);
        return new Event(form, () -> form, Loss.NEVER);
    }

    /** An event whose kebab form is a matter of its own. */
    public static Event irregular(String name, Object data, Supplier<Form> kebab) {
        return new Event(new Form(name, data), kebab, Loss.NEVER);
    }

    /** The same event as one that may be lost under load. */
    public Event transientEvent() {
        return new Event(snake, kebab, Loss.UNDER_LOAD);
    }

    /** The same event for those only who can take it at once. */
    public Event volatileEvent() {
        return new Event(snake, kebab, Loss.UNLESS_READY);
    }

    /** When it may be lost; what may not is recovered, too. */
    public Loss loss() {
        return loss;
    }

    public Form form(Naming naming) {
        return naming == Naming.SNAKE ? snake : kebab.get();
    }

    /** {@code user_online} → {@code user-online}. */
    public static String kebabName(String name) {
        return name.replace('_', '-');
    }

    /**
     * The kebab form of an object's own fields: {@code roomId} → {@code room}, {@code text} → both
     * {@code content} and {@code message}. What is nested stays: it may be a user's own.
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
