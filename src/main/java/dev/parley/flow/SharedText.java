package dev.parley.flow;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A text message for one or many receivers. Its bytes are kept from the second receiver on: most
 * messages to a single one are gone by then. Thread-safe.
 */
public class SharedText {

    /** The final fragment of a text message (RFC 6455, 5.2). */
    private static final byte TEXT = (byte) 0x81;

    private static final int TWO_BYTES = 126;
    private static final int EIGHT_BYTES = 127;
    private static final int LONGEST_HEADER = 10;

    private final String text;
    private volatile boolean isUsed;
    private volatile byte @Nullable [] frame;

    public SharedText(String text) {
        this.text = text;
    }

    /** Returns the text. */
    public final String text() {
        return text;
    }

    /** Returns the WebSocket frame, as servers send it: header and payload, without a mask. */
    ByteBuffer frame() {
        byte[] bytes = frame;
        if (bytes == null) {
            bytes = encode(text.getBytes(StandardCharsets.UTF_8));
            if (isUsed) {
                frame = bytes;
            }
            isUsed = true;
        }
        return ByteBuffer.wrap(bytes);
    }

    /**
     * Returns the frames of several texts, one after the other.
     *
     * @param texts all of this class
     * @param bytes of the texts together, without headers
     */
    static ByteBuffer frames(List<Object> texts, int bytes) {
        ByteBuffer all = ByteBuffer.allocate(bytes + LONGEST_HEADER * texts.size());
        texts.forEach(text -> all.put(((SharedText) text).frame()));
        return all.flip();
    }

    private static byte[] encode(byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(LONGEST_HEADER + payload.length).put(TEXT);
        if (payload.length < TWO_BYTES) {
            frame.put((byte) payload.length);
        } else if (payload.length <= 0xffff) {
            frame.put((byte) TWO_BYTES).putShort((short) payload.length);
        } else {
            frame.put((byte) EIGHT_BYTES).putLong(payload.length);
        }
        frame.put(payload).flip();
        byte[] bytes = new byte[frame.remaining()];
        frame.get(bytes);
        return bytes;
    }
}
