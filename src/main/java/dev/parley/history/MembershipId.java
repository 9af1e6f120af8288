package dev.parley.history;

import java.io.Serializable;
import java.util.Objects;

/** The key of a {@link Membership}. A class, because JPA 3.1 does not support records. */
public class MembershipId implements Serializable {

    private static final long serialVersionUID = 1L;

    private String roomId;
    private String userId;

    @SuppressWarnings("NullAway.Init") // JPA sets the fields.
    public MembershipId() {
        // For JPA.
    }

    public MembershipId(String roomId, String userId) {
        this.roomId = roomId;
        this.userId = userId;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MembershipId id
                && Objects.equals(roomId, id.roomId)
                && Objects.equals(userId, id.userId);
    }

    @Override
    public int hashCode() {
        return Objects.hash(roomId, userId);
    }
}
