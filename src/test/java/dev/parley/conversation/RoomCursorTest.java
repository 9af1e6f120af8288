package dev.parley.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.parley.api.ErrorCode;
import dev.parley.api.RefusedException;
import dev.parley.history.RoomStore.Place;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoomCursorTest {

    private static String encoded(String plain) {
        return Base64.getUrlEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aCursorIsReadBack() {
        for (boolean own : new boolean[] {true, false}) {
            RoomCursor cursor = new RoomCursor(own, new Place(Long.MAX_VALUE, "dm-Ab_9-.:"));
            assertEquals(cursor, RoomCursor.parse(cursor.format()));
        }
        assertEquals(new RoomCursor(true, Place.START), RoomCursor.parse(null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1 5 a\u0000b",
                "1 5 \u0000",
                "0 5 a b",
                "0 5 ä",
                "0 5 ",
                "0 5",
                "2 5 a",
                "1 -5 a",
                "1 9999999999999999999 a",
                "1 5\u0000 a",
                "",
                " "
            })
    void whatDecodesToSomethingElseIsRefused(String plain) {
        assertRefused(encoded(plain));
    }

    @ParameterizedTest
    @ValueSource(strings = {"!", "a", "\u0000", "ä", "MSA1IGE==="})
    void whatCannotBeDecodedIsRefused(String cursor) {
        assertRefused(cursor);
    }

    private static void assertRefused(String cursor) {
        RefusedException refused =
                assertThrows(RefusedException.class, () -> RoomCursor.parse(cursor));
        assertEquals(ErrorCode.INVALID_PAYLOAD, refused.code());
        assertEquals("cursor", refused.violations().get(0).field());
    }
}
