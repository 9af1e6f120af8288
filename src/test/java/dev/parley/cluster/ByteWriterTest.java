package dev.parley.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ByteWriterTest {

    @Property
    void whatIsWrittenIsReadAgain(
            @ForAll boolean flag,
            @ForAll @IntRange(max = 127) int small,
            @ForAll int number,
            @ForAll long large,
            @ForAll byte[] bytes,
            @ForAll String text) {
        byte[] written =
                new ByteWriter(3, 1)
                        .flag(flag)
                        .number(small)
                        .integer(number)
                        .longInteger(large)
                        .bytes(bytes)
                        .text(text)
                        .text(null)
                        .toBytes();
        ByteReader in = new ByteReader(3, written);
        assertEquals(flag, in.flag());
        assertEquals(small, in.number());
        assertEquals(number, in.integer());
        assertEquals(large, in.longInteger());
        assertArrayEquals(bytes, in.bytes());
        assertEquals(wellFormed(text), in.text());
        assertNull(in.textOrNull());
        assertFalse(in.hasMore());
    }

    /** Half a surrogate pair is no character. */
    private static String wellFormed(String text) {
        return new String(
                text.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                java.nio.charset.StandardCharsets.UTF_8);
    }

    @Property
    void whatIsCutOffIsRefused(@ForAll String text, @ForAll @IntRange(min = 1, max = 4) int cut) {
        byte[] written = new ByteWriter(1).text(text).toBytes();
        byte[] rest = Arrays.copyOf(written, written.length - cut);
        assertThrows(IllegalArgumentException.class, () -> new ByteReader(1, rest).text());
    }

    @Test
    void aMissingTextIsRefused() {
        byte[] written = new ByteWriter(1).text(null).toBytes();
        assertThrows(IllegalArgumentException.class, () -> new ByteReader(1, written).text());
    }

    @Test
    void textsAreReadInTheirOrder() {
        byte[] written = new ByteWriter(1).texts(List.of("b", "", "a")).texts(List.of()).toBytes();
        ByteReader in = new ByteReader(1, written);
        assertEquals(List.of("b", "", "a"), in.texts());
        assertEquals(List.of(), in.texts());
        assertFalse(in.hasMore());
    }

    @Test
    void anotherVersionIsRefused() {
        byte[] written = new ByteWriter(2).toBytes();
        assertThrows(IllegalArgumentException.class, () -> new ByteReader(1, written));
    }

    @Test
    void aLengthBelowZeroIsRefused() {
        byte[] written = new ByteWriter(1).integer(-2).toBytes();
        assertThrows(IllegalArgumentException.class, () -> new ByteReader(1, written).bytes());
    }
}
