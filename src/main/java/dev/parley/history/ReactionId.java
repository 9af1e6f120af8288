package dev.parley.history;

import java.io.Serializable;
import java.util.Objects;

/** The key of a {@link Reaction}. A class, because JPA 3.1 does not support records. */
public class ReactionId implements Serializable {

    private static final long serialVersionUID = 1L;

    private String messageId;
    private String emoji;
    private String userId;

    @SuppressWarnings("NullAway.Init") // JPA sets the fields.
    public ReactionId() {
        // For JPA.
    }

    public ReactionId(String messageId, String emoji, String userId) {
        this.messageId = messageId;
        this.emoji = emoji;
        this.userId = userId;
    }

    String messageId() {
        return messageId;
    }

    String emoji() {
        return emoji;
    }

    String userId() {
        return userId;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ReactionId id
                && Objects.equals(messageId, id.messageId)
                && Objects.equals(emoji, id.emoji)
                && Objects.equals(userId, id.userId);
    }

    @Override
    public int hashCode() {
        return Objects.hash(messageId, emoji, userId);
    }
}
