package dev.parley.flow;

import jakarta.websocket.Session;
import java.util.Optional;

/**
 * The messages of one WebSocket, whichever door it came through, put together from their parts and
 * bounded in size. Not thread-safe: a container brings the parts of a connection one after the
 * other.
 */
public final class MessageParts {

    private final Assembler texts;
    private final BinaryAssembler binaries;

    /**
     * Prepares the session, too: for its bounds, and for a life as long as its heartbeat.
     *
     * @param maxBytes of one message
     */
    public MessageParts(Session session, int maxBytes) {
        // The heartbeat finds out who is gone; an idle time-out of the container's would not wait.
        session.setMaxIdleTimeout(0);
        // Open Liberty refuses frames that declare more than this. Undertow brings frames in parts,
        // so there the bound of the assemblers counts.
        session.setMaxTextMessageBufferSize(maxBytes);
        session.setMaxBinaryMessageBufferSize(maxBytes);
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
