package dev.parley.history;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.spi.JsonProvider;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.StringReader;

/**
 * A durable event of a room that is no message, as a row. Of a message it has the id only: what is
 * gone from the message is gone from here. What is in the row of a reaction goes with its message,
 * too. Lives in one transaction.
 */
@Entity
@Table(name = "room_event")
@IdClass(RoomEventId.class)
public class RoomEvent {

    // Looked up once: each static call of jakarta.json.Json searches the class path anew.
    private static final JsonProvider JSON = JsonProvider.provider();

    /** What can happen to a room. */
    enum Kind {
        CLOSED,
        EDITED,
        DELETED,
        REACTED
    }

    @Id
    @Column(name = "room_id")
    private String roomId;

    @Id private long rev;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false, updatable = false)
    private Kind kind;

    @Column(updatable = false)
    private String payload;

    @Column(name = "change_id", updatable = false)
    private String changeId;

    @Column(name = "created_at", updatable = false)
    private long createdAt;

    protected RoomEvent() {
        // For JPA.
    }

    private RoomEvent(DurableEvent event, Kind kind, JsonObjectBuilder payload, long now) {
        this.roomId = event.roomId();
        this.rev = event.rev();
        this.kind = kind;
        this.payload = payload.build().toString();
        this.createdAt = now;
    }

    RoomEvent(DurableEvent.RoomClosed event, long now) {
        this(event, Kind.CLOSED, JSON.createObjectBuilder().add("by", event.by()), now);
    }

    RoomEvent(DurableEvent event, MessageChange change) {
        this(event, kind(change), payload(event, change), change.changedAt());
        this.changeId = change.id();
    }

    /**
     * Of the reactions to a message that goes, those that were taken back included, leaves their
     * places only: what is read there from now on is that the message is deleted.
     *
     * @param message its changes so far are flushed
     */
    static void forgetReactions(EntityManager entities, Message message) {
        String payload = payload(message.id()).build().toString();
        // No index finds them, but the key does those that came after the message in its room.
        entities.createNativeQuery(
                        "UPDATE room_event SET kind = ?, payload = ? WHERE room_id = ?"
                                + " AND rev > ? AND kind = ? AND payload LIKE ?")
                .setParameter(1, Kind.DELETED.name())
                .setParameter(2, payload)
                .setParameter(3, message.roomId())
                .setParameter(4, message.postedRev())
                .setParameter(5, Kind.REACTED.name())
                .setParameter(6, payload.substring(0, payload.length() - 1) + "%")
                .executeUpdate();
    }

    private static Kind kind(MessageChange change) {
        if (change instanceof MessageChange.Edit) {
            return Kind.EDITED;
        }
        return change instanceof MessageChange.Delete ? Kind.DELETED : Kind.REACTED;
    }

    private static JsonObjectBuilder payload(DurableEvent event, MessageChange change) {
        JsonObjectBuilder payload = payload(change.messageId());
        if (event instanceof DurableEvent.MessageReacted reacted) {
            payload.add("seq", reacted.seq())
                    .add("emoji", reacted.emoji())
                    .add("userId", reacted.userId())
                    .add("count", reacted.count())
                    .add("removed", reacted.removed());
        }
        return payload;
    }

    /** The id comes first: by this beginning the rows of a message are found. */
    private static JsonObjectBuilder payload(String messageId) {
        return JSON.createObjectBuilder().add("messageId", messageId);
    }

    String changeId() {
        return changeId;
    }

    long createdAt() {
        return createdAt;
    }

    /** The message that it tells whole; null if it tells none. */
    String messageId() {
        return kind == Kind.EDITED || kind == Kind.DELETED ? read().getString("messageId") : null;
    }

    /**
     * @param message the message that it tells, if it tells one
     */
    DurableEvent event(String epoch, StoredMessage message) {
        return switch (kind) {
            case CLOSED -> closed(epoch);
            case EDITED -> new DurableEvent.MessageEdited(message.at(rev), epoch);
            case DELETED -> new DurableEvent.MessageDeleted(message.at(rev), epoch);
            case REACTED -> reacted(epoch);
        };
    }

    DurableEvent.RoomClosed closed(String epoch) {
        return new DurableEvent.RoomClosed(roomId, epoch, rev, read().getString("by"));
    }

    private DurableEvent.MessageReacted reacted(String epoch) {
        JsonObject data = read();
        return new DurableEvent.MessageReacted(
                roomId,
                epoch,
                rev,
                data.getString("messageId"),
                data.getJsonNumber("seq").longValue(),
                data.getString("emoji"),
                data.getString("userId"),
                data.getInt("count"),
                data.getBoolean("removed"));
    }

    private JsonObject read() {
        try (JsonReader reader = JSON.createReader(new StringReader(payload))) {
            return reader.readObject();
        }
    }
}
