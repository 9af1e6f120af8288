package dev.parley.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class WordTest {

    @Test
    void aWordSurvivesTheWay() {
        Word word = Word.fromBytes(new Word(7, new byte[] {1, 2}).toBytes());
        assertEquals(7, word.round());
        assertArrayEquals(new byte[] {1, 2}, word.value());
    }

    /** One that failed would stop the comparison of all entries, on each node, for good. */
    @Property
    void anyBytesAreAWordAndThoseTooShortAreVoid(@ForAll byte[] bytes) {
        Word word = Word.fromBytes(bytes);
        assertEquals(Word.round(bytes), word.round());
        if (bytes.length < 4) {
            assertEquals(Integer.MIN_VALUE, word.round());
        }
    }
}
