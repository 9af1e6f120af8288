package dev.parley.conversation;

import dev.parley.api.RefusedException;
import dev.parley.form.RoomId;
import dev.parley.history.RoomStore.Place;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The start of the next page of a room list; opaque to clients. Immutable.
 *
 * @param own whether the position is among the user's own rooms
 */
record RoomCursor(boolean own, Place place) {

    /** Checked after decoding, which may yield any character, such as U+0000. */
    private static final Pattern FORM =
            Pattern.compile("([01]) (\\d{1,19}) (" + RoomId.REGEXP + ")");

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
            Matcher parts = FORM.matcher(plain);
            if (parts.matches()) {
                Place place = new Place(Long.parseLong(parts.group(2)), parts.group(3));
                return new RoomCursor(parts.group(1).equals("1"), place);
            }
        } catch (IllegalArgumentException e) {
            // Neither Base64 nor a number in the range of a long; reported below.
        }
        throw RefusedException.invalid("cursor", "is not a cursor of this list");
    }
}
