package dev.parley.history;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A message of a room. Not thread-safe; belongs to one transaction. */
@Entity
@Table(name = "message")
public class Message {

    @Id private String id;

    @Column(name = "room_id", nullable = false, updatable = false)
    private String roomId;

    @Column(updatable = false)
    private long seq;

    private long rev;

    @Column(name = "posted_rev", updatable = false)
    private long postedRev;

    @Column(name = "user_id", nullable = false)
    private String userId;

    @Column(nullable = false)
    private String username;

    private @Nullable String text;

    @Column(name = "client_message_id")
    private @Nullable String clientMessageId;

    @Column(name = "reply_to")
    private @Nullable String replyTo;

    private @Nullable String metadata;

    @Column(name = "created_at", updatable = false)
    private long createdAt;

    @Column(name = "edited_at")
    private @Nullable Long editedAt;

    @Column(name = "deleted_at")
    private @Nullable Long deletedAt;

    protected Message() {
        // For JPA.
    }

    Message(MessageDraft draft, long seq, long rev) {
        this.id = draft.id();
        this.roomId = draft.roomId();
        this.seq = seq;
        this.rev = rev;
        this.postedRev = rev;
        this.userId = draft.userId();
        this.username = draft.username();
        this.text = draft.text();
        this.clientMessageId = draft.clientMessageId();
        this.replyTo = draft.replyTo();
        this.metadata = draft.metadata();
        this.createdAt = draft.createdAt();
    }

    String id() {
        return id;
    }

    String roomId() {
        return roomId;
    }

    long postedRev() {
        return postedRev;
    }

    String userId() {
        return userId;
    }

    @Nullable String clientMessageId() {
        return clientMessageId;
    }

    @Nullable String text() {
        return text;
    }

    boolean isDeleted() {
        return deletedAt != null;
    }

    /** Whether the message was edited, deleted or reacted to since it was posted. */
    boolean isTouched() {
        return rev != postedRev;
    }

    void edit(String otherText, long at, long atRev) {
        text = otherText;
        editedAt = at;
        rev = atRev;
    }

    /** Deletes the content. Keeps the author, and the client message id that identifies repeats. */
    void delete(long at, long atRev) {
        text = null;
        metadata = null;
        replyTo = null;
        editedAt = null;
        deletedAt = at;
        rev = atRev;
    }

    /** Moves the message to the place of a reaction. */
    void touch(long atRev) {
        rev = atRev;
    }

    /** Returns the current state, at the place where the message was posted. */
    StoredMessage posted(List<Tally> reactions) {
        return stored(reactions).at(postedRev);
    }

    StoredMessage stored() {
        return stored(List.of());
    }

    StoredMessage stored(List<Tally> reactions) {
        return new StoredMessage(
                new StoredMessage.Place(id, roomId, seq, rev),
                new UserName(userId, username),
                new StoredMessage.Content(text, clientMessageId, replyTo, metadata),
                new StoredMessage.Status(createdAt, editedAt, isDeleted()),
                reactions);
    }
}
