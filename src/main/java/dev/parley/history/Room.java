package dev.parley.history;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/**
 * A room and the head of its stream. The row lock orders the stream: its holder may take the next
 * {@code seq} and {@code rev}. Not thread-safe; belongs to one transaction.
 */
@Entity
@Table(name = "room")
public class Room {

    @Id private String id;

    @Column(nullable = false)
    private String name;

    private @Nullable String topic;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    private Visibility visibility;

    private int capacity;
    private @Nullable String metadata;

    @Column(name = "direct_pair")
    private @Nullable String directPair;

    @Column(nullable = false, updatable = false)
    private String epoch;

    // Heads updates these in SQL, together with the database's clock.
    @Column(name = "last_seq", updatable = false)
    private long lastSeq;

    @Column(name = "last_rev", updatable = false)
    private long lastRev;

    @Column(name = "created_by", updatable = false)
    private @Nullable String createdBy;

    @Column(name = "created_at", updatable = false)
    private long createdAt;

    @Column(name = "active_at", updatable = false)
    private long activeAt;

    @Column(name = "closed_at")
    private @Nullable Long closedAt;

    /** Whether the words of the room are written; null for rooms of an older version. */
    @Column(updatable = false)
    private @Nullable Boolean folded;

    protected Room() {
        // For JPA.
    }

    Room(RoomDraft draft, String epoch, long now) {
        this.id = draft.id();
        this.name = draft.name();
        this.topic = draft.topic();
        this.visibility = draft.visibility();
        this.capacity = draft.capacity();
        this.metadata = draft.metadata();
        this.directPair = draft.directPair();
        this.createdBy = draft.createdBy();
        this.epoch = epoch;
        this.createdAt = now;
        this.activeAt = now;
        this.folded = true;
    }

    String id() {
        return id;
    }

    String epoch() {
        return epoch;
    }

    long lastSeq() {
        return lastSeq;
    }

    long lastRev() {
        return lastRev;
    }

    boolean isClosed() {
        return closedAt != null;
    }

    /** Whether the room was created by a join, and nothing was ever posted in it. */
    boolean isUnused() {
        return createdBy == null && lastRev == 0 && visibility == Visibility.PUBLIC;
    }

    long activeAt() {
        return activeAt;
    }

    RoomInfo info() {
        return new RoomInfo(
                id, name, topic, visibility, capacity, epoch, lastSeq, lastRev, isClosed());
    }
}
