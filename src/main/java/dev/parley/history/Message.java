package dev.parley.history;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A message of a room. Not thread-safe; lives in one transaction. */
@Entity
@Table(name = "message")
public class Message {

    @Id private String id;

    @Column(name = "room_id", nullable = false, updatable = false)
    private String roomId;

    @Column(updatable = false)
    private long seq;

    private long rev;

    @Column(name = "user_id", nullable = false)
    private String userId;

    @Column(nullable = false)
    private String username;

    private String text;

    @Column(name = "client_message_id")
    private String clientMessageId;

    @Column(name = "reply_to")
    private String replyTo;

    private String metadata;

    @Column(name = "created_at", updatable = false)
    private long createdAt;

    @Column(name = "edited_at")
    private Long editedAt;

    @Column(name = "deleted_at")
    private Long deletedAt;

    protected Message() {
        // For JPA.
    }

    Message(MessageDraft draft, long seq, long rev) {
        this.id = draft.id();
        this.roomId = draft.roomId();
        this.seq = seq;
        this.rev = rev;
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

    String userId() {
        return userId;
    }

    String clientMessageId() {
        return clientMessageId;
    }

    StoredMessage stored() {
        return new StoredMessage(
                id,
                roomId,
                seq,
                rev,
                userId,
                username,
                text,
                clientMessageId,
                replyTo,
                metadata,
                createdAt);
    }
}
