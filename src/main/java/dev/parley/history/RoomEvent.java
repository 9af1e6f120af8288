package dev.parley.history;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.StringReader;

/** A durable event of a room that is no message, as a row. Lives in one transaction. */
@Entity
@Table(name = "room_event")
@IdClass(RoomEventId.class)
public class RoomEvent {

    /** What can happen to a room. */
    enum Kind {
        CLOSED
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

    @Column(name = "created_at", updatable = false)
    private long createdAt;

    protected RoomEvent() {
        // For JPA.
    }

    RoomEvent(DurableEvent.RoomClosed event, long now) {
        this.roomId = event.roomId();
        this.rev = event.rev();
        this.kind = Kind.CLOSED;
        this.payload = Json.createObjectBuilder().add("by", event.by()).build().toString();
        this.createdAt = now;
    }

    long createdAt() {
        return createdAt;
    }

    DurableEvent event(String epoch) {
        return switch (kind) {
            case CLOSED -> closed(epoch);
        };
    }

    DurableEvent.RoomClosed closed(String epoch) {
        return new DurableEvent.RoomClosed(roomId, epoch, rev, read().getString("by"));
    }

    private JsonObject read() {
        try (JsonReader reader = Json.createReader(new StringReader(payload))) {
            return reader.readObject();
        }
    }
}
