package dev.parley.flow;

import jakarta.websocket.Session;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * Joins the parts of the messages of one WebSocket, and limits their size. Not thread-safe: the
 * container delivers the parts of a connection one after the other.
 */
public final class MessageParts {

    private static final int SLACK_BYTES = 1_024;

    private final Assembler texts;
    private final BinaryAssembler binaries;

    /**
     * Also sets the limits of the session, and disables its idle timeout.
     *
     * @param largest the largest value of {@code maxBytes}
     * @param maxBytes size limit of one message, which may change
     */
    public MessageParts(Session session, int largest, IntSupplier maxBytes) {
        // The heartbeat detects clients that have gone; an idle timeout would also close quiet
        // ones.
        session.setMaxIdleTimeout(0);
        // Open Liberty refuses frames that declare more than this, and describes the error in the
        // close frame. Frames that are slightly too large reach the assemblers, which close the
        // connection without a phrase. Undertow delivers frames in parts, so there the limit of
        // the assemblers counts.
        session.setMaxTextMessageBufferSize(largest + SLACK_BYTES);
        session.setMaxBinaryMessageBufferSize(largest + SLACK_BYTES);
        texts = new Assembler(maxBytes);
        binaries = new BinaryAssembler(maxBytes);
    }

    /** Takes a part of a text; returns the text, if it is complete. */
    public Optional<String> text(String part, boolean last) {
        return texts.take(part, last);
    }

    /** Takes a part of a binary message; returns the message, if it is complete. */
    public Optional<byte[]> binary(byte[] part, boolean last) {
        return binaries.take(part, last);
    }

    /** Whether a message was too large; then nothing more is taken of its kind. */
    public boolean isOverflown() {
        return texts.isOverflown() || binaries.isOverflown();
    }
}
