package dev.parley.bench.client;

import java.nio.ByteBuffer;

/**
 * WebSocket frames (RFC 6455), read from a server and written as a client. Stateless.
 *
 * <p>Frames are written with a mask of zeros: the server does the same work as for any other mask,
 * and the generator none.
 */
public final class Frames {

    public static final int CONTINUATION = 0;
    public static final int TEXT = 1;
    public static final int BINARY = 2;
    public static final int CLOSE = 8;
    public static final int PING = 9;
    public static final int PONG = 10;

    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;

    private Frames() {}

    /** Receives frames; {@code bytes} are valid only during the call. */
    @FunctionalInterface
    public interface Sink {
        void frame(int opcode, boolean last, byte[] bytes, int from, int to);
    }

    /**
     * Hands over all whole frames.
     *
     * @return where the first frame begins that is not whole
     */
    public static int read(byte[] bytes, int from, int to, Sink sink) {
        int at = from;
        while (to - at >= 2) {
            long length = bytes[at + 1] & 0x7f;
            int header = 2;
            if (length == 126) {
                header = 4;
            } else if (length == 127) {
                header = 10;
            }
            if (to - at < header) {
                break;
            }
            if (header > 2) {
                length = 0;
                for (int i = 2; i < header; i++) {
                    length = length << 8 | bytes[at + i] & 0xff;
                }
            }
            if ((bytes[at + 1] & MASKED) != 0 || length < 0) {
                throw new IllegalStateException("no frame of a server");
            }
            if (to - at - header < length) {
                break;
            }
            int start = at + header;
            int end = start + (int) length;
            sink.frame(bytes[at] & 0x0f, (bytes[at] & FINAL) != 0, bytes, start, end);
            at = end;
        }
        return at;
    }

    /** A whole frame of a client. */
    public static ByteBuffer write(int opcode, byte[] payload) {
        int length = payload.length;
        ByteBuffer frame = ByteBuffer.allocate(length + 14);
        frame.put((byte) (FINAL | opcode));
        if (length < 126) {
            frame.put((byte) (MASKED | length));
        } else if (length < 1 << 16) {
            frame.put((byte) (MASKED | 126)).putShort((short) length);
        } else {
            frame.put((byte) (MASKED | 127)).putLong(length);
        }
        return frame.putInt(0).put(payload).flip();
    }
}
