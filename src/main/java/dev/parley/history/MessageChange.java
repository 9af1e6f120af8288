package dev.parley.history;

/** A change to a stored message. Immutable. */
public sealed interface MessageChange extends Draft {

    String messageId();

    /** Milliseconds since the epoch. */
    long changedAt();

    /** Replaces the text. */
    record Edit(String id, String roomId, String messageId, String text, long changedAt)
            implements MessageChange {

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.edit(this);
        }
    }

    /** Deletes the message, except for its place in the stream. */
    record Delete(String id, String roomId, String messageId, long changedAt)
            implements MessageChange {

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.delete(this);
        }
    }

    /**
     * Adds an emoji of a user.
     *
     * @param remove whether to remove the emoji instead
     */
    record React(
            String id,
            String roomId,
            String messageId,
            String emoji,
            String userId,
            boolean remove,
            long changedAt)
            implements MessageChange {

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.react(this);
        }
    }
}
