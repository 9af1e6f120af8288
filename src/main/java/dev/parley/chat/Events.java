package dev.parley.chat;

import dev.parley.form.MessageForms;
import org.jspecify.annotations.Nullable;

/** The data of the events that clients receive; null fields are left out. */
public final class Events {

    private Events() {}

    public record User(String userId, String username) {}

    public record RoomUser(String roomId, String userId, String username) {}

    public record KebabRoomUser(String userId, String username, String room) {}

    public record Joined(String room) {}

    public record TransientMessage(
            String roomId, String text, String senderId, String username, String timestamp) {}

    public record KebabTransientMessage(
            String room, String message, String sender, String timestamp) {}

    public record SignedMessage(
            String roomId,
            String text,
            String senderId,
            MessageForms.Sender user,
            String timestamp) {}

    public record OpenMessage(String sender, String message, String timestamp) {}

    public record Typing(String roomId, String userId, String username, boolean isTyping) {}

    /** A direct message; {@code text} is null if it was deleted before it could be delivered. */
    public record DirectMessage(
            String id,
            long seq,
            String roomId,
            @Nullable String text,
            String senderId,
            String senderUsername,
            String recipientId,
            String timestamp) {}

    public record KebabDirectMessage(
            String id,
            long seq,
            String roomId,
            @Nullable String text,
            String senderId,
            String senderUsername,
            String recipientId,
            String timestamp,
            String from,
            @Nullable String message) {}

    public record RoomCreated(
            String roomId, String name, String topic, String visibility, String by) {}

    public record RoomClosed(String roomId, String by) {}

    public record MessageDeleted(String id, String roomId, long seq, long rev) {}

    /**
     * A reaction to a message.
     *
     * @param removed null if the reaction was added
     */
    public record Reaction(
            String messageId,
            String roomId,
            String emoji,
            String userId,
            int count,
            @Nullable Boolean removed) {}
}
