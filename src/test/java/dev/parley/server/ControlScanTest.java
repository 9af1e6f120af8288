package dev.parley.server;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.harness.client.RawSocket;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ControlScanTest {

    private static final byte[] CLOSE =
            RawSocket.frame(RawSocket.LAST | RawSocket.CLOSE, new byte[2]);

    private final ControlScan scan = new ControlScan();

    /** Many of these bytes would be a close frame if they began one. */
    private static byte[] text(int size) {
        byte[] payload = new byte[size];
        Arrays.fill(payload, (byte) 0x88);
        return RawSocket.frame(RawSocket.LAST | RawSocket.TEXT, payload);
    }

    private static byte[] joined(byte[]... frames) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] frame : frames) {
            bytes.writeBytes(frame);
        }
        return bytes.toByteArray();
    }

    private boolean finds(byte[]... frames) throws Exception {
        byte[] all = joined(frames);
        return scan.finds(index -> all[index], all.length);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 65_535, 65_536, 100_000})
    void framesOfAnySizeAreSkipped(int size) throws Exception {
        assertFalse(finds(text(size), text(size)));
        assertTrue(finds(text(size), CLOSE));
    }

    @Test
    void pingsAreFoundAndPongsAreNot() throws Exception {
        assertFalse(finds(RawSocket.frame(RawSocket.LAST | RawSocket.PONG, new byte[125])));
        assertTrue(finds(RawSocket.frame(RawSocket.LAST | RawSocket.PING, new byte[125])));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 125, 126, 65_536})
    void aFrameMayBeReadByteByByte(int size) throws Exception {
        byte[] texts = joined(text(size), text(5));
        for (byte each : texts) {
            assertFalse(finds(new byte[] {each}));
        }
        assertTrue(finds(Arrays.copyOf(CLOSE, 1)));
        assertFalse(finds(Arrays.copyOfRange(CLOSE, 1, CLOSE.length)));
        assertTrue(finds(CLOSE));
    }

    @Test
    void aFrameWithoutAMaskMayHideControlFrames() throws Exception {
        assertTrue(finds(new byte[] {(byte) 0x81, 0x05, 0, 0, 0, 0, 0}));
        assertTrue(finds(text(5)));
    }

    @Test
    void aFrameOfNegativeLengthMayHideControlFrames() throws Exception {
        byte[] header = new byte[14];
        Arrays.fill(header, (byte) 0xff);
        header[0] = (byte) (RawSocket.LAST | RawSocket.TEXT);
        assertTrue(finds(header));
    }
}
