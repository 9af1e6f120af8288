package dev.parley.history;

/**
 * An event of a room that has a place in its stream. Immutable.
 *
 * <p>Those that tell a message tell it in its latest state: read later, from the database, it may
 * have changed since, and more than once.
 */
public sealed interface DurableEvent {

    String roomId();

    /** Of the stream. */
    String epoch();

    /** The place in the stream; 1, 2, 3 … without holes. */
    long rev();

    /** About how much memory it takes, in bytes. */
    int weight();

    /** What is told by a whole message, whose {@code rev} is the place of the event. */
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
    }

    /** A new message. */
    record MessagePosted(StoredMessage message, String epoch) implements OfMessage {}

    /** A message has another text. */
    record MessageEdited(StoredMessage message, String epoch) implements OfMessage {}

    /** Nothing but its place is left of a message. */
    record MessageDeleted(StoredMessage message, String epoch) implements OfMessage {}

    /**
     * A user gave a message an emoji, or took it back.
     *
     * @param seq the message's
     * @param count how many have given it then
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
    }
}
