package dev.parley.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class AssemblerTest {

    private final Assembler assembler = new Assembler(() -> 10);

    @Test
    void aMessageInOnePartIsTakenAsItIs() {
        assertEquals(Optional.of("hello"), assembler.take("hello", true));
    }

    @Test
    void partsArePutTogetherInTheirOrder() {
        assertEquals(Optional.empty(), assembler.take("a", false));
        assertEquals(Optional.empty(), assembler.take("b", false));
        assertEquals(Optional.of("abc"), assembler.take("c", true));
    }

    @Test
    void anEmptyLastPartEndsTheMessage() {
        assembler.take("ab", false);
        assertEquals(Optional.of("ab"), assembler.take("", true));
    }

    @Test
    void theNextMessageStartsAnew() {
        assembler.take("12345", false);
        assembler.take("67890", true);
        assembler.take("abcde", false);
        assertEquals(Optional.of("abcdefghij"), assembler.take("fghij", true));
        assertEquals(Optional.of("ABCDEFGHIJ"), assembler.take("ABCDEFGHIJ", true));
        assertFalse(assembler.isOverflown());
    }

    @Test
    void aMessageAsLargeAsTheBoundIsTaken() {
        assertEquals(Optional.of("1234567890"), assembler.take("1234567890", true));
    }

    @Test
    void theBoundCountsBytesAndNotCharacters() {
        assertEquals(Optional.empty(), assembler.take("€€€€", true));
        assertTrue(assembler.isOverflown());
    }

    @Test
    void allPartsTogetherCountTowardsTheBound() {
        assembler.take("123456", false);
        assertFalse(assembler.isOverflown());
        assertEquals(Optional.empty(), assembler.take("78901", false));
        assertTrue(assembler.isOverflown());
    }

    @Test
    void nothingIsTakenAfterAMessageThatWasTooLarge() {
        assembler.take("12345678901", true);
        assertEquals(Optional.empty(), assembler.take("a", true));
        assertTrue(assembler.isOverflown());
    }

    @Test
    void tooManyPartsAreTooMuchHoweverSmall() {
        for (int i = 0; i < Assembler.MAX_PARTS; i++) {
            assembler.take("", false);
        }
        assertFalse(assembler.isOverflown());
        assembler.take("", false);
        assertTrue(assembler.isOverflown());
    }

    @Test
    void thePartsOfAFormerMessageDoNotCount() {
        for (int i = 1; i < Assembler.MAX_PARTS; i++) {
            assembler.take("", false);
        }
        assembler.take("a", true);
        assembler.take("b", false);
        assertEquals(Optional.of("bc"), assembler.take("c", true));
    }
}
