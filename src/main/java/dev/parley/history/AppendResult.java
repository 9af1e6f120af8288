package dev.parley.history;

/** The outcome of a draft. Immutable. */
public sealed interface AppendResult {

    /** Why a draft can never be stored. */
    enum Reason {
        ROOM_NOT_FOUND,
        ROOM_CLOSED,
        REPLY_NOT_FOUND,
        MESSAGE_NOT_FOUND,
        TOO_MANY_EMOJIS
    }

    /**
     * The draft is committed.
     *
     * @param message the message that was created or changed
     * @param event the durable event; not yet delivered to anybody
     */
    record Stored(StoredMessage message, DurableEvent event) implements AppendResult {}

    /**
     * The draft repeats an earlier one; nothing was stored.
     *
     * @param message the message as it was already stored
     */
    record Repeated(StoredMessage message) implements AppendResult {}

    record Refused(Reason reason) implements AppendResult {}
}
