package dev.parley.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorCodeTest {

    @Test
    void aPortalMayHaveCodesOfItsOwn() {
        ErrorCode code = ErrorCode.of("OUT_OF_STOCK", "Out of stock", 409);
        assertEquals("OUT_OF_STOCK", code.name());
        assertEquals("Out of stock", code.message());
        assertEquals(409, code.status());
        assertEquals(400, ErrorCode.of("OUT_OF_STOCK", "Out of stock").status());
    }

    @Test
    void codesAreEqualByTheirName() {
        assertEquals(ErrorCode.of("A", "one", 400), ErrorCode.of("A", "other", 500));
        assertNotEquals(ErrorCode.of("A", "one"), ErrorCode.of("B", "one"));
        assertEquals(ErrorCode.of("A", "one").hashCode(), ErrorCode.of("A", "other").hashCode());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a", "Out", "OUT-OF", "_A", "A_", "A__B", "1A", "A B", "UNAVAILABLE"})
    void aMalformedNameOrOneOfParleyIsRejected(String name) {
        assertThrows(IllegalArgumentException.class, () -> ErrorCode.of(name, "message"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MUTED",
                "BANNED",
                "LEGAL_HOLD",
                "SLOW_MODE",
                "MESSAGE_REJECTED",
                "PAYLOAD_TOO_LARGE",
                "SLOW_CONSUMER"
            })
    void aCodeOfTheProtocolThatParleyDoesNotUseYetIsReserved(String name) {
        assertThrows(IllegalArgumentException.class, () -> ErrorCode.of(name, "message"));
        assertEquals(Optional.empty(), ErrorCode.find(name));
    }

    @Test
    void aNameHasABound() {
        assertEquals(64, ErrorCode.of("A".repeat(64), "message").name().length());
        String tooLong = "A".repeat(65);
        assertThrows(IllegalArgumentException.class, () -> ErrorCode.of(tooLong, "message"));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 399, 600})
    void aStatusIsOneOfAnError(int status) {
        assertThrows(IllegalArgumentException.class, () -> ErrorCode.of("A", "message", status));
    }

    @Test
    void parleysOwnCodesAreFoundByName() {
        assertSame(ErrorCode.ROOM_FULL, ErrorCode.valueOf("ROOM_FULL"));
        assertEquals(Optional.empty(), ErrorCode.find("OUT_OF_STOCK"));
        assertEquals(17, ErrorCode.values().length);
    }
}
