package dev.parley.history;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A committed message. Immutable.
 *
 * @param reactions ordered by the first use of each emoji
 */
public record StoredMessage(
        Place place, UserName author, Content content, Status status, List<Tally> reactions) {

    /**
     * The position of a message in its room.
     *
     * @param seq its place among the messages of the room
     * @param rev the place of its latest event in the room's stream
     */
    public record Place(String id, String roomId, long seq, long rev) {}

    /**
     * What the author sent.
     *
     * @param text null if the message is deleted
     * @param clientMessageId visible to the author only; may be null
     * @param replyTo the id of a message of the same room, or null
     * @param metadata a JSON object as text, or null
     */
    public record Content(
            @Nullable String text,
            @Nullable String clientMessageId,
            @Nullable String replyTo,
            @Nullable String metadata) {}

    /**
     * When a message was posted, edited and deleted.
     *
     * @param createdAt milliseconds since the epoch
     * @param editedAt milliseconds since the epoch; null if it was never edited
     */
    public record Status(long createdAt, @Nullable Long editedAt, boolean deleted) {}

    public String id() {
        return place.id();
    }

    public String roomId() {
        return place.roomId();
    }

    public long seq() {
        return place.seq();
    }

    public long rev() {
        return place.rev();
    }

    public String userId() {
        return author.userId();
    }

    public String username() {
        return author.username();
    }

    /** Null if the message is deleted. */
    public @Nullable String text() {
        return content.text();
    }

    /** Visible to the author only; may be null. */
    public @Nullable String clientMessageId() {
        return content.clientMessageId();
    }

    /** The id of a message of the same room, or null. */
    public @Nullable String replyTo() {
        return content.replyTo();
    }

    /** A JSON object as text, or null. */
    public @Nullable String metadata() {
        return content.metadata();
    }

    /** Milliseconds since the epoch. */
    public long createdAt() {
        return status.createdAt();
    }

    /** Milliseconds since the epoch; null if the message was never edited. */
    public @Nullable Long editedAt() {
        return status.editedAt();
    }

    public boolean deleted() {
        return status.deleted();
    }

    /** Returns the same message with the {@code rev} of another event. */
    StoredMessage at(long otherRev) {
        return with(reactions, otherRev);
    }

    /** Returns the same message with the reactions after a later event. */
    public StoredMessage with(List<Tally> otherReactions, long otherRev) {
        Place moved = new Place(id(), roomId(), seq(), otherRev);
        return new StoredMessage(moved, author, content, status, otherReactions);
    }

    /** Returns the approximate memory use, in bytes. */
    public int weight() {
        int weight = 200;
        weight += text() == null ? 0 : 2 * text().length();
        weight += metadata() == null ? 0 : 2 * metadata().length();
        for (Tally tally : reactions) {
            weight += 100 + 100 * tally.userIds().size();
        }
        return weight;
    }
}
