package dev.parley.history;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LikeTest {

    @ParameterizedTest
    @CsvSource({
        "'', '%%'",
        "room, '%room%'",
        "50%, '%50!%%'",
        "a_b, '%a!_b%'",
        "wow!, '%wow!!%'",
        "!%_, '%!!!%!_%'",
        "\\, '%\\%'",
    })
    void whatHasAMeaningInAPatternLosesIt(String text, String pattern) {
        assertEquals(pattern, Like.contains(text));
    }
}
