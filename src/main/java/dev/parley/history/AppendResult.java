package dev.parley.history;

/** What became of a draft. Immutable. */
public sealed interface AppendResult {

    /** Why a draft cannot be stored, however often it is tried. */
    enum Reason {
        ROOM_NOT_FOUND,
        ROOM_CLOSED,
        REPLY_NOT_FOUND,
        MESSAGE_NOT_FOUND,
        TOO_MANY_EMOJIS
    }

    /**
     * It is committed.
     *
     * @param message the message that it made or changed
     * @param event its place in the stream; nobody was told yet
     */
    record Stored(StoredMessage message, DurableEvent event) implements AppendResult {}

    /**
     * It had been so before, so that nothing was stored.
     *
     * @param message the message as it was
     */
    record Repeated(StoredMessage message) implements AppendResult {}

    record Refused(Reason reason) implements AppendResult {}
}
