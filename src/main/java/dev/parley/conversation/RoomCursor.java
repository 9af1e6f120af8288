package dev.parley.conversation;

import dev.parley.api.RefusedException;
import dev.parley.history.RoomStore.Place;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Where the next page of a list of rooms begins; opaque to clients. Immutable.
 *
 * @param own whether it is among the user's own rooms
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
     * @param cursor null for the beginning
     * @throws RefusedException if it is none of ours
     */
    static RoomCursor parse(String cursor) {
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
            throw RefusedException.invalid("cursor", "is not one of this list");
        }
    }
}
