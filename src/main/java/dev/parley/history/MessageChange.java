package dev.parley.history;

/** What is to become of a message that is stored. Immutable. */
public sealed interface MessageChange extends Draft {

    String messageId();

    /** Milliseconds since the epoch. */
    long changedAt();

    /** Another text. */
    record Edit(String id, String roomId, String messageId, String text, long changedAt)
            implements MessageChange {

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.edit(this);
        }
    }

    /** Nothing but its place is to be left of it. */
    record Delete(String id, String roomId, String messageId, long changedAt)
            implements MessageChange {

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.delete(this);
        }
    }

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
            implements MessageChange {

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.react(this);
        }
    }
}
