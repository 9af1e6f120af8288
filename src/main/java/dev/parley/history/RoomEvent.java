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
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The row of a durable event that is not a new message. Stores only the id of a message, so deleted
 * content does not survive here. Reaction data is deleted together with its message. Belongs to one
 * transaction.
 */
@Entity
@Table(name = "room_event")
@IdClass(RoomEventId.class)
public class RoomEvent {

    // Looked up once: each static call of jakarta.json.Json searches the class path again.
    private static final JsonProvider JSON = JsonProvider.provider();

    /** The kinds of events that have a row here. The names are stored in the database. */
    enum Kind {
        CLOSED(false),
        EDITED(true),
        DELETED(true),
        REACTED(false);

        /** Whether the event carries its message, which is read from the message's own row. */
        private final boolean carriesMessage;

        Kind(boolean carriesMessage) {
            this.carriesMessage = carriesMessage;
        }
    }

    /** The content of an event's row, apart from its place. */
    private record Content(Kind kind, JsonObjectBuilder payload) {}

    private static final DurableEvent.Cases<Content> CONTENTS =
            new DurableEvent.Cases<>() {
                @Override
                public Content posted(DurableEvent.MessagePosted event) {
                    throw new IllegalArgumentException("A new message has no row in room_event");
                }

                @Override
                public Content edited(DurableEvent.MessageEdited event) {
                    return new Content(Kind.EDITED, payload(event.message().id()));
                }

                @Override
                public Content deleted(DurableEvent.MessageDeleted event) {
                    return new Content(Kind.DELETED, payload(event.message().id()));
                }

                @Override
                public Content reacted(DurableEvent.MessageReacted event) {
                    return new Content(
                            Kind.REACTED,
                            payload(event.messageId())
                                    .add("seq", event.seq())
                                    .add("emoji", event.emoji())
                                    .add("userId", event.userId())
                                    .add("count", event.count())
                                    .add("removed", event.removed()));
                }

                @Override
                public Content closed(DurableEvent.RoomClosed event) {
                    return new Content(
                            Kind.CLOSED, JSON.createObjectBuilder().add("by", event.by()));
                }
            };

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
    private @Nullable String changeId;

    @Column(name = "created_at", updatable = false)
    private long createdAt;

    protected RoomEvent() {
        // For JPA.
    }

    /**
     * Creates a row.
     *
     * @param now milliseconds since the epoch
     */
    RoomEvent(DurableEvent event, long now) {
        Content content = event.match(CONTENTS);
        this.roomId = event.roomId();
        this.rev = event.rev();
        this.kind = content.kind();
        this.payload = content.payload().build().toString();
        this.createdAt = now;
    }

    RoomEvent(DurableEvent event, MessageChange change) {
        this(event, change.changedAt());
        this.changeId = change.id();
    }

    /**
     * Turns the reaction events of a deleted message, including removals, into deletion events at
     * the same places, so that no reaction data remains.
     *
     * @param message its changes so far must be flushed
     */
    static void forgetReactions(EntityManager entities, Message message) {
        entities.createNativeQuery(
                        "UPDATE room_event SET kind = ?, payload = ?"
                                + " WHERE message_id = ? AND rev > ? AND room_id = ? AND kind = ?")
                .setParameter(1, Kind.DELETED.name())
                .setParameter(2, payload(message.id()).build().toString())
                .setParameter(3, message.id())
                .setParameter(4, message.postedRev())
                .setParameter(5, message.roomId())
                .setParameter(6, Kind.REACTED.name())
                .executeUpdate();
    }

    /**
     * Starts a payload. The id comes first: the database computes {@code message_id} from this
     * place.
     */
    private static JsonObjectBuilder payload(String messageId) {
        return JSON.createObjectBuilder().add("messageId", messageId);
    }

    @Nullable String changeId() {
        return changeId;
    }

    long createdAt() {
        return createdAt;
    }

    /** The id of the message that the event carries; empty if it carries none. */
    Optional<String> messageId() {
        return kind.carriesMessage ? Optional.of(read().getString("messageId")) : Optional.empty();
    }

    /**
     * Restores the event.
     *
     * @param messages contains the message that the event carries, by id
     */
    DurableEvent event(String epoch, Map<String, StoredMessage> messages) {
        return switch (kind) {
            case CLOSED -> closed(epoch);
            case EDITED -> new DurableEvent.MessageEdited(message(messages), epoch);
            case DELETED -> new DurableEvent.MessageDeleted(message(messages), epoch);
            case REACTED -> reacted(epoch);
        };
    }

    private StoredMessage message(Map<String, StoredMessage> messages) {
        return messageId().map(messages::get).orElseThrow().at(rev);
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
