package dev.parley.history;

/** What is to become of a message that is stored. Immutable. */
public sealed interface MessageChange extends Draft {

    String messageId();

    /** Milliseconds since the epoch. */
    long changedAt();

    /** Another text. */
    record Edit(String id, String roomId, String messageId, String text, long changedAt)
            implements MessageChange {}

    /** Nothing but its place is to be left of it. */
    record Delete(String id, String roomId, String messageId, long changedAt)
            implements MessageChange {}

    /**
     * A user gives it an emoji.
     *
     * @param remove whether the user takes it back instead
     */
    record React(
            String id,
            String roomId,
            String messageId,
            String emoji,
            String userId,
            boolean remove,
            long changedAt)
            implements MessageChange {}
}
