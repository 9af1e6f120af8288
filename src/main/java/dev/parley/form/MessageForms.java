package dev.parley.form;

import dev.parley.history.StoredMessage;
import dev.parley.hub.Json;
import dev.parley.hub.Naming;
import dev.parley.hub.Timestamps;
import jakarta.json.JsonObject;
import java.util.List;

/** A stored message as clients see it. Stateless. */
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
            String clientMessageId,
            String replyTo,
            JsonObject metadata) {}

    /** The form of the kebab-case documents. */
    public record Kebab(
            String id,
            long seq,
            String room,
            String content,
            String message,
            Sender sender,
            String userId,
            String timestamp,
            String clientMessageId,
            String replyTo,
            JsonObject metadata) {}

    /** Who wrote a message, as kebab clients get it. */
    public record Sender(String id, String name) {}

    private MessageForms() {}

    /** Messages for one reader, who sees the client message ids of his own. */
    public static List<Object> of(List<StoredMessage> messages, Naming naming, String readerId) {
        return messages.stream().map(m -> of(m, naming, m.userId().equals(readerId))).toList();
    }

    public static Object of(StoredMessage message, Naming naming, boolean own) {
        return naming == Naming.SNAKE ? snake(message, own) : kebab(message, own);
    }

    public static Snake snake(StoredMessage m, boolean own) {
        return new Snake(
                m.id(),
                m.seq(),
                m.rev(),
                m.roomId(),
                m.text(),
                m.userId(),
                m.username(),
                Timestamps.iso(m.createdAt()),
                own ? m.clientMessageId() : null,
                m.replyTo(),
                metadata(m));
    }

    public static Kebab kebab(StoredMessage m, boolean own) {
        return new Kebab(
                m.id(),
                m.seq(),
                m.roomId(),
                m.text(),
                m.text(),
                new Sender(m.userId(), m.username()),
                m.userId(),
                Timestamps.iso(m.createdAt()),
                own ? m.clientMessageId() : null,
                m.replyTo(),
                metadata(m));
    }

    private static JsonObject metadata(StoredMessage message) {
        return message.metadata() == null ? null : Json.read(message.metadata()).asJsonObject();
    }
}
