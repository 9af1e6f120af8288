package dev.parley.form;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.validation.Validation;
import jakarta.validation.Validator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmojiTest {

    private static final Validator VALIDATOR =
            Validation.buildDefaultValidatorFactory().getValidator();

    record Reaction(@Emoji String emoji) {}

    private static boolean fits(String emoji) {
        return VALIDATOR.validate(new Reaction(emoji)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "👍",
                "❤️",
                "👩‍👩‍👧‍👦",
                "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
                ":parrot:",
                "+1",
                "x234567890123456789012345678901234567890123456789012345678901234"
            })
    void emojisAndShortNamesFit(String emoji) {
        assertEquals(true, fits(emoji));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                " ",
                "👍 👍",
                "a\u00a0b",
                "a\nb",
                "a\u0000b",
                "\ud83d",
                "x2345678901234567890123456789012345678901234567890123456789012345"
            })
    void everythingElseDoesNot(String emoji) {
        assertEquals(false, fits(emoji));
    }
}
