package dev.parley.flow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SharedTextTest {

    @ParameterizedTest
    @CsvSource({
        "0,8100",
        "125,817d",
        "126,817e007e",
        "65535,817effff",
        "65536,817f0000000000010000"
    })
    void aFrameBeginsWithTheLengthOfItsPayload(int length, String header) {
        ByteBuffer frame = new SharedText("x".repeat(length)).frame();
        byte[] start = new byte[header.length() / 2];
        frame.get(start);
        assertEquals(header, HexFormat.of().formatHex(start));
        assertEquals(length, frame.remaining());
    }

    @Test
    void theLengthIsThatOfTheBytes() {
        String text = "a😀€";
        ByteBuffer frame = new SharedText(text).frame();
        frame.get();
        assertEquals(8, frame.get());
        byte[] payload = new byte[8];
        frame.get(payload);
        assertArrayEquals(text.getBytes(StandardCharsets.UTF_8), payload);
    }

    @Test
    void eachReceiverReadsTheFrameFromItsBeginning() {
        SharedText text = new SharedText("text");
        text.frame().get();
        assertEquals(6, text.frame().remaining());
    }
}
