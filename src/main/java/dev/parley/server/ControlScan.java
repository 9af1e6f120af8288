package dev.parley.server;

/**
 * Finds the control frames that a server answers, close and ping, in the bytes that a WebSocket
 * client sends (RFC 6455, section 5.2). For one thread at a time.
 */
final class ControlScan {

    /** The bytes of one read. */
    interface Bytes {
        int at(int index) throws ReflectiveOperationException;
    }

    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int MASKED = 0x80;
    private static final int MASK_BYTES = 4;
    private static final int LONGEST_HEADER = 14;

    private final byte[] header = new byte[LONGEST_HEADER];
    private int headerLength;

    /** The bytes of the current payload that are still to come. */
    private long rest;

    /** Whether an invalid header has been read; the server ends the connection. */
    private boolean lost;

    /**
     * Returns whether a control frame is, or may be, among the bytes of a read.
     *
     * @param length the number of bytes
     */
    boolean finds(Bytes bytes, int length) throws ReflectiveOperationException {
        boolean found = false;
        int at = 0;
        while (!lost && at < length) {
            if (rest > 0) {
                int skipped = (int) Math.min(rest, length - at);
                rest -= skipped;
                at += skipped;
            } else {
                found |= append((byte) bytes.at(at));
                at++;
            }
        }
        return found || lost;
    }

    /** Appends a byte to the header, and returns whether it begins a control frame. */
    private boolean append(byte next) {
        header[headerLength++] = next;
        if (headerLength == 1) {
            int opcode = next & 0x0f;
            return opcode == CLOSE || opcode == PING;
        }
        int announced = header[1] & 0x7f;
        int lengthBytes = announced == 127 ? 8 : announced == 126 ? 2 : 0;
        if (headerLength == 2 + lengthBytes + MASK_BYTES) {
            rest = payload(announced, lengthBytes);
            headerLength = 0;
        }
        lost = (header[1] & MASKED) == 0 || rest < 0;
        return false;
    }

    private long payload(int announced, int lengthBytes) {
        long payload = lengthBytes == 0 ? announced : 0;
        for (int i = 0; i < lengthBytes; i++) {
            payload = payload << 8 | header[2 + i] & 0xff;
        }
        return payload;
    }
}
