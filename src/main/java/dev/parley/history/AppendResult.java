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
     * @param epoch the epoch of the room's stream
     * @param lastRev the {@code rev} of the room's latest event, which is the message or follows it
     */
    record Repeated(StoredMessage message, String epoch, long lastRev) implements AppendResult {}

    record Refused(Reason reason) implements AppendResult {}
}
