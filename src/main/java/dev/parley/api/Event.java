package dev.parley.api;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An event for clients: a name and its data, with the form that clients get who speak kebab-case.
 * Immutable, as long as the data is.
 *
 * <p>The data is a record, map, list, string, number, {@link Binary} or JSON-P value, or {@link
 * Arguments} for several arguments. JSON-B writes it, with the properties in alphabetical order.
 */
public final class Event {

    /**
     * A name with its data.
     *
     * @param data one argument, or {@link Arguments}
     */
    public record Form(String name, Object data) {}

    private final Form form;
    private final @Nullable Supplier<Form> kebab;
    private final Loss loss;

    private Event(Form form, @Nullable Supplier<Form> kebab, Loss loss) {
        this.form = form;
        this.kebab = kebab;
        this.loss = loss;
    }

    /**
     * An event that follows the rule: for clients that speak kebab-case, the name has hyphens,
     * {@code roomId} is {@code room}, and {@code text} is both {@code content} and {@code message}.
     * The data must be a JSON object.
     *
     * @param name in snake_case
     */
    public static Event regular(String name, Object data) {
        return new Event(new Form(name, data), null, Loss.NEVER);
    }

    /** An event that is the same for all clients. */
    public static Event same(String name, Object data) {
        Form form = new Form(name, data);
        return new Event(form, () -> form, Loss.NEVER);
    }

    /**
     * An event whose kebab form does not follow the rule.
     *
     * @param kebab called at most a few times, on any thread, and only if a client needs that form
     */
    public static Event irregular(String name, Object data, Supplier<Form> kebab) {
        return new Event(new Form(name, data), Objects.requireNonNull(kebab), Loss.NEVER);
    }

    /** The same event as one that may be dropped when a client's queue is full. */
    public Event transientEvent() {
        return new Event(form, kebab, Loss.UNDER_LOAD);
    }

    /**
     * The same event as one that only clients get who can take it at once: a volatile event of
     * Socket.IO.
     */
    public Event volatileEvent() {
        return new Event(form, kebab, Loss.UNLESS_READY);
    }

    /**
     * When the event may be lost. Only an event that may not be lost is recovered after a
     * reconnect.
     */
    public Loss loss() {
        return loss;
    }

    /** The event in snake_case, the canonical spelling. */
    public Form form() {
        return form;
    }

    /** Makes the event in kebab-case; empty for an event that follows the rule. */
    public Optional<Supplier<Form>> kebab() {
        return Optional.ofNullable(kebab);
    }
}
