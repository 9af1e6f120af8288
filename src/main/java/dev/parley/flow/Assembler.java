package dev.parley.flow;

import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * Joins the parts of a text message, within a limit. Not thread-safe: the container delivers the
 * parts of a connection one after the other.
 *
 * <p>Whole messages would be simpler, but Undertow checks their size only while the first bytes
 * arrive (UNDERTOW-2770), so that one client could fill the memory with one message.
 */
public final class Assembler {

    /** A message in more parts than this is an attack, however small they are. */
    static final int MAX_PARTS = 4_096;

    private final IntSupplier maxBytes;
    private StringBuilder text = new StringBuilder();
    private int bytes;
    private int parts;
    private boolean overflown;

    public Assembler(IntSupplier maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * Takes a part.
     *
     * @return the message, if it is complete; empty as well once {@link #isOverflown}
     */
    public Optional<String> take(String part, boolean last) {
        if (overflown) {
            return Optional.empty();
        }
        bytes += Frame.utf8Length(part);
        parts++;
        if (bytes > maxBytes.getAsInt() || parts > MAX_PARTS) {
            overflown = true;
            text = new StringBuilder();
            return Optional.empty();
        }
        if (last && parts == 1) {
            reset();
            return Optional.of(part);
        }
        text.append(part);
        if (!last) {
            return Optional.empty();
        }
        String whole = text.toString();
        text = new StringBuilder();
        reset();
        return Optional.of(whole);
    }

    private void reset() {
        bytes = 0;
        parts = 0;
    }

    /** Whether a message was too large; then nothing more is taken. */
    public boolean isOverflown() {
        return overflown;
    }
}
