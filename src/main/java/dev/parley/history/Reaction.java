package dev.parley.history;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

/** An emoji that a user gave to a message. Belongs to one transaction. */
@Entity
@Table(name = "reaction")
@IdClass(ReactionId.class)
public class Reaction {

    @Id
    @Column(name = "message_id")
    private String messageId;

    @Id private String emoji;

    @Id
    @Column(name = "user_id")
    private String userId;

    @Column(updatable = false)
    private long rev;

    protected Reaction() {
        // For JPA.
    }

    /**
     * Creates a reaction.
     *
     * @param rev the place of its event in the room's stream; emojis are shown in this order
     */
    Reaction(ReactionId id, long rev) {
        this.messageId = id.messageId();
        this.emoji = id.emoji();
        this.userId = id.userId();
        this.rev = rev;
    }
}
