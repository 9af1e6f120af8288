package dev.parley.cluster;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Writes data for other nodes: a fixed, big-endian layout that begins with its version. {@link
 * ByteReader} reads it. For one thread.
 */
public final class ByteWriter {

    private ByteBuffer buffer;

    /**
     * @param version the layout version; nodes of different versions work side by side
     */
    public ByteWriter(int version) {
        this(version, 256);
    }

    /**
     * @param capacity the expected number of bytes
     */
    public ByteWriter(int version, int capacity) {
        buffer = ByteBuffer.allocate(Math.max(16, capacity));
        number(version);
    }

    private void reserve(int bytes) {
        if (buffer.remaining() < bytes) {
            int capacity = Math.max(2 * buffer.capacity(), buffer.position() + bytes);
            buffer = ByteBuffer.allocate(capacity).put(buffer.flip());
        }
    }

    public ByteWriter flag(boolean flag) {
        return number(flag ? 1 : 0);
    }

    /** A number from 0 to 127. */
    public ByteWriter number(int number) {
        reserve(1);
        buffer.put((byte) number);
        return this;
    }

    public ByteWriter integer(int number) {
        reserve(Integer.BYTES);
        buffer.putInt(number);
        return this;
    }

    public ByteWriter longInteger(long number) {
        reserve(Long.BYTES);
        buffer.putLong(number);
        return this;
    }

    public ByteWriter bytes(byte[] bytes) {
        integer(bytes.length);
        reserve(bytes.length);
        buffer.put(bytes);
        return this;
    }

    /** A text of any length, or null. */
    public ByteWriter text(@Nullable String text) {
        return text == null ? integer(-1) : bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    public ByteWriter texts(Collection<String> texts) {
        integer(texts.size());
        texts.forEach(this::text);
        return this;
    }

    public byte[] toBytes() {
        byte[] bytes = new byte[buffer.position()];
        buffer.flip().get(bytes);
        return bytes;
    }
}
