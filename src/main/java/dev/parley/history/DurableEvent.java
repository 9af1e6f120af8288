package dev.parley.history;

/**
 * An event of a room that has a place in its stream. Immutable.
 *
 * <p>Messages are the only kind so far; edits, reactions and the like will be further ones.
 */
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
}
