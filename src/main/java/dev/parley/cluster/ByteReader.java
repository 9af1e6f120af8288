package dev.parley.cluster;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a {@link ByteWriter} has written. All methods throw {@link IllegalArgumentException}
 * if the bytes are malformed. For one thread.
 */
public final class ByteReader {

    private final ByteBuffer buffer;

    /**
     * @param version the layout version that the caller supports
     * @throws IllegalArgumentException if the bytes have another version
     */
    public ByteReader(int version, byte[] bytes) {
        this(version, bytes, 0, bytes.length);
    }

    /** The same for a part of an array. */
    public ByteReader(int version, byte[] bytes, int offset, int length) {
        buffer = ByteBuffer.wrap(bytes, offset, length);
        int found = number();
        if (found != version) {
            throw new IllegalArgumentException("Unsupported version " + found);
        }
    }

    private void require(int bytes) {
        if (bytes < 0 || bytes > buffer.remaining()) {
            throw new IllegalArgumentException("The bytes end too early");
        }
    }

    public boolean hasMore() {
        return buffer.hasRemaining();
    }

    public boolean flag() {
        return number() != 0;
    }

    public int number() {
        require(1);
        return buffer.get();
    }

    public int integer() {
        require(Integer.BYTES);
        return buffer.getInt();
    }

    public long longInteger() {
        require(Long.BYTES);
        return buffer.getLong();
    }

    public byte[] bytes() {
        return bytes(integer());
    }

    private byte[] bytes(int length) {
        require(length);
        byte[] bytes = new byte[length];
        buffer.get(bytes);
        return bytes;
    }

    /** Reads a text that must not be null. */
    public String text() {
        String text = textOrNull();
        if (text == null) {
            throw new IllegalArgumentException("A text is missing");
        }
        return text;
    }

    public @Nullable String textOrNull() {
        int length = integer();
        return length == -1 ? null : new String(bytes(length), StandardCharsets.UTF_8);
    }

    public List<String> texts() {
        List<String> texts = new ArrayList<>();
        for (int left = integer(); left > 0; left--) {
            texts.add(text());
        }
        return texts;
    }
}
