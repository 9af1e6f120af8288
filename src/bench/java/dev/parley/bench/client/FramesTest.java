package dev.parley.bench.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FramesTest {

    private final List<String> seen = new ArrayList<>();

    private int read(byte[] bytes, int from, int to) {
        return Frames.read(
                bytes,
                from,
                to,
                (opcode, last, b, start, end) ->
                        seen.add(opcode + (last ? "." : "+") + (end - start)));
    }

    /** As a server writes it. */
    private static byte[] frame(int first, int length) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(first);
        ByteBuffer size = ByteBuffer.allocate(9);
        if (length < 126) {
            size.put((byte) length);
        } else if (length < 65_536) {
            size.put((byte) 126).putShort((short) length);
        } else {
            size.put((byte) 127).putLong(length);
        }
        out.write(size.array(), 0, size.position());
        out.writeBytes(new byte[length]);
        return out.toByteArray();
    }

    @Test
    void allThreeFormsOfTheLengthAreRead() {
        for (int length : new int[] {0, 125, 126, 65_535, 65_536}) {
            byte[] bytes = frame(0x81, length);
            assertEquals(bytes.length, read(bytes, 0, bytes.length));
        }
        assertEquals(List.of("1.0", "1.125", "1.126", "1.65535", "1.65536"), seen);
    }

    @Test
    void whatIsNotWholeWaits() {
        byte[] bytes = frame(0x81, 300);
        for (int to = 0; to < bytes.length; to++) {
            assertEquals(0, read(bytes, 0, to));
        }
        assertEquals(List.of(), seen);
    }

    @Test
    void severalAreReadAtOnceUpToTheLastWholeOne() {
        byte[] one = frame(0x81, 5);
        byte[] bytes = Arrays.copyOf(one, 2 * one.length + 3);
        System.arraycopy(one, 0, bytes, one.length, one.length);
        assertEquals(2 * one.length, read(bytes, 0, bytes.length - 2));
        assertEquals(List.of("1.5", "1.5"), seen);
    }

    @Test
    void fragmentsAreToldApart() {
        byte[] begin = frame(0x01, 4);
        byte[] end = frame(0x80, 4);
        read(begin, 0, begin.length);
        read(end, 0, end.length);
        assertEquals(List.of("1+4", "0.4"), seen);
    }

    @Test
    void aMaskedFrameIsNoServers() {
        byte[] bytes = {(byte) 0x81, (byte) 0x80, 0, 0, 0, 0};
        assertThrows(IllegalStateException.class, () -> read(bytes, 0, bytes.length));
    }

    @Test
    void aClientsFrameIsMaskedWithZeros() {
        ByteBuffer frame = Frames.write(Frames.TEXT, Bytes.ascii("hi"));
        byte[] bytes = new byte[frame.remaining()];
        frame.get(bytes);
        assertEquals("[-127, -126, 0, 0, 0, 0, 104, 105]", Arrays.toString(bytes));
    }

    @Test
    void aLongFrameOfAClientHasItsLength() {
        assertEquals(8 + 300, Frames.write(Frames.TEXT, new byte[300]).remaining());
        assertEquals(14 + 70_000, Frames.write(Frames.TEXT, new byte[70_000]).remaining());
    }
}
