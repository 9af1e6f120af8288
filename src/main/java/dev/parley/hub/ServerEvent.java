package dev.parley.hub;

import dev.parley.api.Event;
import java.util.function.Supplier;

/**
 * The events that Parley itself sends, each with its name in both spellings.
 *
 * <p>Parley creates its events only here, so the list is complete. Publishers may not use these
 * names ({@link #isNamed}), and a new event is reserved automatically.
 */
public enum ServerEvent {
    TOKEN_EXPIRING("token_expiring", Scope.EVERYWHERE),
    DISCONNECTING_REASON("disconnecting_reason", Scope.EVERYWHERE),
    ERROR("error", Scope.EVERYWHERE),
    /** The same as {@link #ERROR}, for NestJS clients. */
    EXCEPTION("exception", Scope.EVERYWHERE),

    CONNECTED("connected", Scope.BUILT_IN),
    PONG("pong", Scope.BUILT_IN),

    USER_ONLINE("user_online", Scope.CHAT),
    USER_OFFLINE("user_offline", Scope.CHAT),
    /** Sent to a joining client that uses kebab-case, like {@link #RECENT_MESSAGES}. */
    JOINED("joined", Scope.CHAT),
    RECENT_MESSAGES("recent-messages", Scope.CHAT),
    USER_JOINED_ROOM("user_joined_room", "user-joined", Scope.CHAT),
    USER_LEFT_ROOM("user_left_room", "user-left", Scope.CHAT),
    ROOM_CREATED("room_created", Scope.CHAT),
    ROOM_CLOSED("room_closed", Scope.CHAT),
    NEW_MESSAGE("new_message", Scope.CHAT),
    DIRECT_MESSAGE("direct_message", "private-message", Scope.CHAT),
    MESSAGE_EDITED("message_edited", Scope.CHAT),
    MESSAGE_DELETED("message_deleted", Scope.CHAT),
    REACTION("reaction", Scope.CHAT),
    MESSAGE("message", Scope.CHAT),
    ROOM_MESSAGE("message", "room-message", Scope.CHAT),
    USER_TYPING("user_typing", Scope.CHAT),

    PRICE_UPDATE("price-update", Scope.FEED),
    NEW_BLOCK("new-block", Scope.FEED);

    /** The namespaces in which Parley sends an event. */
    public enum Scope {
        /** Every namespace, including those of the application. */
        EVERYWHERE,
        /** {@code /}, {@code /chat} and {@code /realtime}. */
        BUILT_IN,
        /** {@code /} and {@code /chat}. */
        CHAT,
        /** {@code /realtime}, where the application's services send events of the same name. */
        FEED
    }

    private final String text;
    private final String kebabText;
    private final Scope scope;

    ServerEvent(String text, Scope scope) {
        this(text, Spelling.kebabName(text), scope);
    }

    ServerEvent(String text, String kebabText, Scope scope) {
        this.text = text;
        this.kebabText = kebabText;
        this.scope = scope;
    }

    /** Returns the name for clients that use snake_case, the default. */
    public String text() {
        return text;
    }

    /** Returns the name for clients that use kebab-case. */
    public String kebabText() {
        return kebabText;
    }

    public Scope scope() {
        return scope;
    }

    /**
     * Returns whether {@code name} is the event's name in one of the spellings, or in a mix of
     * both.
     */
    public boolean isNamed(String name) {
        String snake = Spelling.snakeName(name);
        return snake.equals(Spelling.snakeName(text))
                || snake.equals(Spelling.snakeName(kebabText));
    }

    /**
     * Creates the event with data whose fields are renamed by rule for clients that use kebab-case.
     */
    public Event regular(Object data) {
        return Event.regular(text, data);
    }

    /** Creates the event with the same name and data for all clients. */
    public Event same(Object data) {
        return Event.same(text, data);
    }

    /**
     * Creates the event with separate data for clients that use kebab-case.
     *
     * @param kebabData called only if a client needs it
     */
    public Event irregular(Object data, Supplier<?> kebabData) {
        return Event.irregular(text, data, () -> new Event.Form(kebabText, kebabData.get()));
    }
}
