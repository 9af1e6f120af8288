package dev.parley.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamingTest {

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "join_room, SNAKE",
                "'join-room', KEBAB",
                "message, -",
                "'', -",
                "_, SNAKE",
                "a_b-c, SNAKE",
                "a-b_c, KEBAB",
            })
    void theFirstHyphenOrUnderscoreTells(String event, Naming naming) {
        assertEquals(Optional.ofNullable(naming), Naming.ofEvent(event));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"snake, SNAKE", "kebab, KEBAB", "KEBAB, -", "camel, -", "'', -", "-, -"})
    void theParameterHasTwoValues(String value, Naming naming) {
        assertEquals(Optional.ofNullable(naming), Naming.ofParameter(value));
    }

    @Test
    void aSocketLearnsFromTheFirstNameThatTells() {
        LocalSocket socket = new TestSocket("s", "u");
        socket.learnNaming("message");
        assertEquals(Naming.SNAKE, socket.naming());
        socket.learnNaming("join-room");
        assertEquals(Naming.KEBAB, socket.naming());
        socket.learnNaming("join_room");
        assertEquals(Naming.KEBAB, socket.naming());
    }
}
