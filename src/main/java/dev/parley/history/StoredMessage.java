package dev.parley.history;

/**
 * A message that is committed. Immutable.
 *
 * @param seq its place among the messages of the room
 * @param rev its place among the durable events of the room
 * @param clientMessageId for its author's eyes only; may be null
 * @param replyTo may be null
 * @param metadata a JSON object as text, or null
 * @param createdAt milliseconds since the epoch
 */
public record StoredMessage(
        String id,
        String roomId,
        long seq,
        long rev,
        String userId,
        String username,
        String text,
        String clientMessageId,
        String replyTo,
        String metadata,
        long createdAt) {

    /** About how much memory it takes, in bytes. */
    public int weight() {
        return 200 + 2 * text.length() + (metadata == null ? 0 : 2 * metadata.length());
    }
}
