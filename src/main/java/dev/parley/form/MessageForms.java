package dev.parley.form;

import dev.parley.history.StoredMessage;
import dev.parley.history.Tally;
import dev.parley.hub.Json;
import dev.parley.hub.Naming;
import dev.parley.hub.Timestamps;
import jakarta.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Converts stored messages to the forms that clients receive. Null fields are omitted. Stateless.
 */
public final class MessageForms {

    /** The canonical form. */
    public record Snake(
            String id,
            long seq,
            long rev,
            String roomId,
            String text,
            String userId,
            String username,
            String timestamp,
            @Nullable String editedAt,
            @Nullable String clientMessageId,
            @Nullable String replyTo,
            @Nullable List<Reaction> reactions,
            @Nullable JsonObject metadata) {}

    /** The form for clients that use kebab-case. */
    public record Kebab(
            String id,
            long seq,
            String room,
            String content,
            String message,
            Sender sender,
            String userId,
            String timestamp,
            @Nullable String editedAt,
            @Nullable String clientMessageId,
            @Nullable String replyTo,
            @Nullable List<Reaction> reactions,
            @Nullable JsonObject metadata) {}

    /** A deleted message. */
    public record SnakeTombstone(
            String id, long seq, long rev, String roomId, String timestamp, boolean deleted) {}

    /** A deleted message, for clients that use kebab-case. */
    public record KebabTombstone(
            String id, long seq, long rev, String room, String timestamp, boolean deleted) {}

    /** The author of a message, for clients that use kebab-case. */
    public record Sender(String id, String name) {}

    /**
     * The number of users who reacted with an emoji.
     *
     * @param mine whether the reader is among them
     */
    public record Reaction(String emoji, int count, boolean mine) {}

    private MessageForms() {}

    /** Converts messages for one reader, who sees the client message ids of their own messages. */
    public static List<Object> of(
            List<StoredMessage> messages, Naming naming, @Nullable String readerId) {
        return messages.stream().map(m -> of(m, naming, readerId)).toList();
    }

    /** Converts one message. */
    public static Object of(StoredMessage message, Naming naming, @Nullable String readerId) {
        return naming == Naming.SNAKE ? snake(message, readerId) : kebab(message, readerId);
    }

    /**
     * Converts a message to the canonical form.
     *
     * @param readerId null for a reader who neither wrote the message nor reacted to it
     */
    public static Object snake(StoredMessage m, @Nullable String readerId) {
        String timestamp = Timestamps.iso(m.createdAt());
        String text = m.text();
        if (m.deleted() || text == null) {
            return new SnakeTombstone(m.id(), m.seq(), m.rev(), m.roomId(), timestamp, true);
        }
        return new Snake(
                m.id(),
                m.seq(),
                m.rev(),
                m.roomId(),
                text,
                m.userId(),
                m.username(),
                timestamp,
                editedAt(m),
                clientMessageId(m, readerId),
                m.replyTo(),
                reactions(m, readerId),
                metadata(m));
    }

    /**
     * Converts a message to the form for clients that use kebab-case.
     *
     * @param readerId null for a reader who neither wrote the message nor reacted to it
     */
    public static Object kebab(StoredMessage m, @Nullable String readerId) {
        String timestamp = Timestamps.iso(m.createdAt());
        String text = m.text();
        if (m.deleted() || text == null) {
            return new KebabTombstone(m.id(), m.seq(), m.rev(), m.roomId(), timestamp, true);
        }
        return new Kebab(
                m.id(),
                m.seq(),
                m.roomId(),
                text,
                text,
                new Sender(m.userId(), m.username()),
                m.userId(),
                timestamp,
                editedAt(m),
                clientMessageId(m, readerId),
                m.replyTo(),
                reactions(m, readerId),
                metadata(m));
    }

    private static @Nullable String editedAt(StoredMessage message) {
        return message.editedAt() == null ? null : Timestamps.iso(message.editedAt());
    }

    private static @Nullable String clientMessageId(
            StoredMessage message, @Nullable String readerId) {
        return message.userId().equals(readerId) ? message.clientMessageId() : null;
    }

    private static @Nullable List<Reaction> reactions(
            StoredMessage message, @Nullable String readerId) {
        if (message.reactions().isEmpty()) {
            return null;
        }
        return message.reactions().stream()
                .map(t -> new Reaction(t.emoji(), t.count(), isFrom(t, readerId)))
                .toList();
    }

    private static boolean isFrom(Tally tally, @Nullable String readerId) {
        return readerId != null && tally.userIds().contains(readerId);
    }

    private static @Nullable JsonObject metadata(StoredMessage message) {
        return message.metadata() == null ? null : Json.read(message.metadata()).asJsonObject();
    }
}
