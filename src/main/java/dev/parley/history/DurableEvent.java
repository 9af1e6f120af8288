package dev.parley.history;

/**
 * An event of a room that has a place in its stream. Immutable.
 *
 * <p>Events that carry a message carry its latest state: read from the database later, the message
 * may have changed since, even more than once.
 *
 * <p>To add an event, add a record and its method in {@link Cases}. The compiler then names every
 * place that has to handle it.
 */
public sealed interface DurableEvent {

    String roomId();

    /** Of the stream. */
    String epoch();

    /** The place in the stream; 1, 2, 3 … without holes. */
    long rev();

    /** About how much memory it takes, in bytes. */
    int weight();

    /** Whether the stream ends with this event. */
    boolean endsStream();

    /** Calls the method of {@code cases} for this kind of event and returns its result. */
    <R> R match(Cases<R> cases);

    /**
     * A result for each kind of event. There is no default on purpose: an event that is forgotten
     * somewhere does not compile.
     */
    interface Cases<R> {

        R posted(MessagePosted event);

        R edited(MessageEdited event);

        R deleted(MessageDeleted event);

        R reacted(MessageReacted event);

        R closed(RoomClosed event);
    }

    /** An event that carries a whole message, whose {@code rev} is the event's place. */
    sealed interface OfMessage extends DurableEvent {

        StoredMessage message();

        @Override
        default String roomId() {
            return message().roomId();
        }

        @Override
        default long rev() {
            return message().rev();
        }

        @Override
        default int weight() {
            return message().weight();
        }

        @Override
        default boolean endsStream() {
            return false;
        }
    }

    /** A new message. */
    record MessagePosted(StoredMessage message, String epoch) implements OfMessage {

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.posted(this);
        }
    }

    /** The text of a message was edited. */
    record MessageEdited(StoredMessage message, String epoch) implements OfMessage {

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.edited(this);
        }
    }

    /** A message was deleted; only its place is left. */
    record MessageDeleted(StoredMessage message, String epoch) implements OfMessage {

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.deleted(this);
        }
    }

    /**
     * A user added an emoji to a message, or removed it.
     *
     * @param seq the message's
     * @param count how many users have added this emoji after the event
     */
    record MessageReacted(
            String roomId,
            String epoch,
            long rev,
            String messageId,
            long seq,
            String emoji,
            String userId,
            int count,
            boolean removed)
            implements DurableEvent {
        @Override
        public int weight() {
            return 500;
        }

        @Override
        public boolean endsStream() {
            return false;
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.reacted(this);
        }
    }

    /**
     * The end of the room, and the last event of its stream.
     *
     * @param by the id of the user who closed it
     */
    record RoomClosed(String roomId, String epoch, long rev, String by) implements DurableEvent {
        @Override
        public int weight() {
            return 200;
        }

        @Override
        public boolean endsStream() {
            return true;
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.closed(this);
        }
    }
}
