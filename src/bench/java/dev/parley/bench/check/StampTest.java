package dev.parley.bench.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.bench.client.Bytes;
import org.junit.jupiter.api.Test;

class StampTest {

    @Test
    void whatIsWrittenIsRead() {
        long key = Stamp.key(65_535, true, 123_456_789_012L);
        String text = Stamp.text(key, -42, 100);
        assertEquals(100, text.length());
        byte[] frame = Bytes.ascii("{\"seq\":5,\"text\":\"" + text + "\"}");
        int at = Stamp.find(frame, 0, frame.length);
        assertEquals(key, Stamp.keyAt(frame, at));
        assertEquals(-42, Stamp.nanosAt(frame, at));
        assertEquals(65_535, Stamp.room(key));
        assertTrue(Stamp.isMeasured(key));
    }

    @Test
    void warmingUpIsToldApart() {
        long key = Stamp.key(0, false, 1);
        assertFalse(Stamp.isMeasured(key));
        assertEquals(0, Stamp.room(key));
    }

    @Test
    void aTextWithoutAStampHasNone() {
        byte[] frame = Bytes.ascii("#" + "x".repeat(100));
        assertEquals(-1, Stamp.find(frame, 0, frame.length));
        assertEquals(-1, Stamp.find(frame, 0, 10));
    }
}
