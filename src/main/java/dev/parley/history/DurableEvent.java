package dev.parley.history;

/**
 * An event with a place in a room's stream. Immutable.
 *
 * <p>An event that carries a message carries its latest state. If the event is read from the
 * database later, the message may have changed since, more than once.
 *
 * <p>To add an event, add a record and its method in {@link Cases}. The compiler then reports every
 * place that must handle it.
 */
public sealed interface DurableEvent {

    String roomId();

    /** The epoch of the stream. */
    String epoch();

    /** The place in the stream: 1, 2, 3 … without gaps. */
    long rev();

    /** The approximate memory use, in bytes. */
    int weight();

    /** Whether the stream ends with this event. */
    boolean endsStream();

    /** Calls the method of {@code cases} for this kind of event and returns its result. */
    <R> R match(Cases<R> cases);

    /**
     * A result for each kind of event. Deliberately without a default: code that does not handle an
     * event does not compile.
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

    /** A message was deleted; only its place in the stream remains. */
    record MessageDeleted(StoredMessage message, String epoch) implements OfMessage {

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.deleted(this);
        }
    }

    /**
     * A user added an emoji to a message, or removed it.
     *
     * @param seq the {@code seq} of the message
     * @param count the number of users with this emoji after the event
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
     * The room was closed; the last event of its stream.
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
