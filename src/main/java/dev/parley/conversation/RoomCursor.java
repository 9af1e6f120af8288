package dev.parley.conversation;

import dev.parley.api.RefusedException;
import dev.parley.history.RoomStore.Place;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The start of the next page of a room list; opaque to clients. Immutable.
 *
 * @param own whether the position is among the user's own rooms
 */
record RoomCursor(boolean own, Place place) {

    private static final RoomCursor START = new RoomCursor(true, Place.START);

    String format() {
        String plain = (own ? "1 " : "0 ") + place.activeAt() + " " + place.roomId();
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Parses a cursor.
     *
     * @param cursor null for the first page
     * @throws RefusedException if it is not a valid cursor
     */
    static RoomCursor parse(@Nullable String cursor) {
        if (cursor == null) {
            return START;
        }
        try {
            String plain =
                    new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            String[] parts = plain.split(" ", 3);
            return new RoomCursor(
                    parts[0].equals("1"), new Place(Long.parseLong(parts[1]), parts[2]));
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw RefusedException.invalid("cursor", "is not a cursor of this list");
        }
    }
}
