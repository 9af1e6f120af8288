package dev.parley.security;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VisibleTest {

    /** The last is an emoji that Java 17 does not know yet. */
    @ParameterizedTest
    @ValueSource(strings = {"a", " a ", ".", "\u0301a", "名", "👍", "\u200b!", "\ue000", "🫠"})
    void somethingCanBeSeen(String text) {
        assertTrue(Visible.isIn(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\n\t",
                "\u00a0\u3000",
                "\u200b",
                "\u200d\ufe0f",
                "\u2060\ufeff\u00ad",
                "\u2800",
                "\u115f\u1160\u3164\uffa0",
                "\u2028\u2029",
                "\ufff0",
                "\ud834\udd59",
                "\udb40\udc41"
            })
    void nothingCanBeSeen(String text) {
        assertFalse(Visible.isIn(text));
    }
}
