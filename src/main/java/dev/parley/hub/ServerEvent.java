package dev.parley.hub;

import dev.parley.api.Event;
import java.util.function.Supplier;

/**
 * The events that Parley itself sends, each with its name in both spellings.
 *
 * <p>Parley makes its events here and nowhere else, so the list is complete: publishers may not use
 * these names ({@link #isNamed}), and a new event is reserved automatically.
 */
public enum ServerEvent {
    TOKEN_EXPIRING("token_expiring", Scope.EVERYWHERE),
    DISCONNECTING_REASON("disconnecting_reason", Scope.EVERYWHERE),
    ERROR("error", Scope.EVERYWHERE),
    /** The same as {@link #ERROR}, for clients of NestJS. */
    EXCEPTION("exception", Scope.EVERYWHERE),

    CONNECTED("connected", Scope.BUILT_IN),
    PONG("pong", Scope.BUILT_IN),

    USER_ONLINE("user_online", Scope.CHAT),
    USER_OFFLINE("user_offline", Scope.CHAT),
    /** Sent to the joiner if it speaks kebab-case, and so is {@link #RECENT_MESSAGES}. */
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
        /** Every namespace, those of a portal included. */
        EVERYWHERE,
        /** {@code /}, {@code /chat} and {@code /realtime}. */
        BUILT_IN,
        /** {@code /} and {@code /chat}. */
        CHAT,
        /** {@code /realtime}, where the services of a portal send events of the same name. */
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

    /** The name as clients get it unless they speak kebab-case. */
    public String text() {
        return text;
    }

    /** The name for clients that speak kebab-case. */
    public String kebabText() {
        return kebabText;
    }

    public Scope scope() {
        return scope;
    }

    /** Whether {@code name} is the event's name in one of the spellings, or in a mix of both. */
    public boolean isNamed(String name) {
        String snake = Spelling.snakeName(name);
        return snake.equals(Spelling.snakeName(text))
                || snake.equals(Spelling.snakeName(kebabText));
    }

    /** The event with data that is renamed by rule for clients that speak kebab-case. */
    public Event regular(Object data) {
        return Event.regular(text, data);
    }

    /** The event with a name and data that are the same for all clients. */
    public Event same(Object data) {
        return Event.same(text, data);
    }

    /**
     * The event with data of its own for clients that speak kebab-case.
     *
     * @param kebabData called only if a client needs it
     */
    public Event irregular(Object data, Supplier<?> kebabData) {
        return Event.irregular(text, data, () -> new Event.Form(kebabText, kebabData.get()));
    }
}
