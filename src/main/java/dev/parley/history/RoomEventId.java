package dev.parley.history;

import java.io.Serializable;
import java.util.Objects;

/** The key of a {@link RoomEvent}. A class, because JPA 3.1 does not support records. */
public class RoomEventId implements Serializable {

    private static final long serialVersionUID = 1L;

    private String roomId;
    private long rev;

    @SuppressWarnings("NullAway.Init") // JPA sets the fields.
    public RoomEventId() {
        // For JPA.
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RoomEventId id
                && Objects.equals(roomId, id.roomId)
                && rev == id.rev;
    }

    @Override
    public int hashCode() {
        return Objects.hash(roomId, rev);
    }
}
