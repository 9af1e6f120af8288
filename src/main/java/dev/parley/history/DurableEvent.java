package dev.parley.history;

/** An event of a room that has a place in its stream. Immutable. */
public sealed interface DurableEvent {

    String roomId();

    /** Of the stream. */
    String epoch();

    /** The place in the stream; 1, 2, 3 … without holes. */
    long rev();

    /** About how much memory it takes, in bytes. */
    int weight();

    /** A new message. */
    record MessagePosted(StoredMessage message, String epoch) implements DurableEvent {
        @Override
        public String roomId() {
            return message.roomId();
        }

        @Override
        public long rev() {
            return message.rev();
        }

        @Override
        public int weight() {
            return message.weight();
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
