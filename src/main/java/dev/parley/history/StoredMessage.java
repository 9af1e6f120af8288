package dev.parley.history;

import java.util.List;

/**
 * A message that is committed. Immutable.
 *
 * @param seq its place among the messages of the room
 * @param rev its latest place among the durable events of the room
 * @param text null if it is deleted
 * @param clientMessageId for its author's eyes only; may be null
 * @param replyTo may be null
 * @param metadata a JSON object as text, or null
 * @param createdAt milliseconds since the epoch
 * @param editedAt the same; null if it never was
 * @param reactions in the order in which their emojis first came
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
        long createdAt,
        Long editedAt,
        boolean deleted,
        List<Tally> reactions) {

    /** The same as an event at this place tells it. */
    StoredMessage at(long otherRev) {
        return with(reactions, otherRev);
    }

    /** The same with the reactions that it has after a later event. */
    public StoredMessage with(List<Tally> otherReactions, long otherRev) {
        return new StoredMessage(
                id,
                roomId,
                seq,
                otherRev,
                userId,
                username,
                text,
                clientMessageId,
                replyTo,
                metadata,
                createdAt,
                editedAt,
                deleted,
                otherReactions);
    }

    /** About how much memory it takes, in bytes. */
    public int weight() {
        int weight = 200;
        weight += text == null ? 0 : 2 * text.length();
        weight += metadata == null ? 0 : 2 * metadata.length();
        for (Tally tally : reactions) {
            weight += 100 + 100 * tally.userIds().size();
        }
        return weight;
    }
}
