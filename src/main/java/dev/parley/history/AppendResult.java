package dev.parley.history;

/** What became of a message that was to be stored. Immutable. */
public sealed interface AppendResult {

    /** Why a message cannot be stored, however often it is tried. */
    enum Reason {
        ROOM_NOT_FOUND,
        ROOM_CLOSED,
        REPLY_NOT_FOUND
    }

    /**
     * It is committed.
     *
     * @param repeated whether it was stored before, under the same client message id
     */
    record Stored(StoredMessage message, String epoch, boolean repeated) implements AppendResult {}

    record Refused(Reason reason) implements AppendResult {}

    static AppendResult stored(StoredMessage message, String epoch) {
        return new Stored(message, epoch, false);
    }

    static AppendResult repeated(StoredMessage message, String epoch) {
        return new Stored(message, epoch, true);
    }

    static AppendResult refused(Reason reason) {
        return new Refused(reason);
    }
}
