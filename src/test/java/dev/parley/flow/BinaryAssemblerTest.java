package dev.parley.flow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class BinaryAssemblerTest {

    private final BinaryAssembler assembler = new BinaryAssembler(() -> 4);

    @Test
    void partsAreJoinedInTheirOrder() {
        assertTrue(assembler.take(new byte[] {1, 2}, false).isEmpty());
        assertTrue(assembler.take(new byte[0], false).isEmpty());
        assertArrayEquals(new byte[] {1, 2, 3}, assembler.take(new byte[] {3}, true).orElseThrow());
    }

    @Test
    void theBoundCountsAnewForEachMessage() {
        for (int i = 0; i < 3; i++) {
            assertTrue(assembler.take(new byte[4], true).isPresent());
        }
        assertFalse(assembler.isOverflown());
    }

    @Test
    void aMessageOverTheBoundIsNotKept() {
        assembler.take(new byte[3], false);
        assertTrue(assembler.take(new byte[2], true).isEmpty());
        assertTrue(assembler.isOverflown());
        assertTrue(assembler.take(new byte[1], true).isEmpty());
    }

    @Test
    void aMessageInVeryManyPartsIsNotKept() {
        for (int i = 0; i <= Assembler.MAX_PARTS; i++) {
            assembler.take(new byte[0], false);
        }
        assertTrue(assembler.isOverflown());
    }
}
