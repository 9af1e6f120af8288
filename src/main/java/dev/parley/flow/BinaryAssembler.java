package dev.parley.flow;

import java.io.ByteArrayOutputStream;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * Joins the parts of a binary message, within the same limits as {@link Assembler}. Not
 * thread-safe.
 */
public final class BinaryAssembler {

    private final IntSupplier maxBytes;
    private ByteArrayOutputStream bytes = new ByteArrayOutputStream(0);
    private int parts;
    private boolean overflown;

    public BinaryAssembler(IntSupplier maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * Takes a part.
     *
     * @return the message, if it is complete; empty as well once {@link #isOverflown}
     */
    public Optional<byte[]> take(byte[] part, boolean last) {
        if (overflown) {
            return Optional.empty();
        }
        parts++;
        if (part.length > maxBytes.getAsInt() - bytes.size() || parts > Assembler.MAX_PARTS) {
            overflown = true;
            bytes = new ByteArrayOutputStream(0);
            return Optional.empty();
        }
        bytes.write(part, 0, part.length);
        if (!last) {
            return Optional.empty();
        }
        byte[] whole = bytes.toByteArray();
        bytes = new ByteArrayOutputStream(0);
        parts = 0;
        return Optional.of(whole);
    }

    /** Whether a message was too large; then nothing more is taken. */
    public boolean isOverflown() {
        return overflown;
    }
}
