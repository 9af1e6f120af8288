package dev.parley.history;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmojiFormTest {

    /** Unicode's fully-qualified emoji, and other texts that are shown like them. */
    @ParameterizedTest
    @CsvSource({
        "👍, 👍\ufe0f",
        "👍, 👍\ufe0e",
        "👍, 👍\u200b",
        "👍, 👍\u200d",
        "👍🏽, 👍\ufe0f🏽",
        "❤\ufe0f, ❤",
        "❤\ufe0f, ❤\ufe0f\ufe0f",
        "✌🏽, ✌\ufe0f🏽",
        "1\ufe0f\u20e3, 1\u20e3",
        "©\ufe0f, ©",
        "🏳\ufe0f\u200d🌈, 🏳\u200d🌈",
        "👁\ufe0f\u200d🗨\ufe0f, 👁\u200d🗨",
        ":caf\u00e9:, :cafe\u0301:"
    })
    void reactionsThatLookTheSameHaveOneForm(String form, String other) {
        assertEquals(form, EmojiForm.of(other));
        assertEquals(form, EmojiForm.of(form));
    }

    @ParameterizedTest
    @CsvSource({
        "👩\u200d👩\u200d👧\u200d👦",
        ":parrot:",
        "+1",
        "100",
        "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
        "🫠",
        "🇫🇷"
    })
    void otherReactionsStayAsTheyAre(String emoji) {
        assertEquals(emoji, EmojiForm.of(emoji));
    }
}
