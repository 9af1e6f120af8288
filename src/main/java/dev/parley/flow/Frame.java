package dev.parley.flow;

import dev.parley.api.Loss;
import java.util.ArrayList;
import java.util.List;

/**
 * A unit of writing: a message, or a message and its binary attachments, with nothing in between.
 * Immutable, and shared by all receivers of a broadcast.
 *
 * @param parts written one after the other: a {@code byte[]} as a binary message, anything else by
 *     the endpoint's encoder
 * @param bytes the size of all parts on the wire, in bytes
 * @param loss when the frame may be dropped
 * @param urgent whether it is written at once; otherwise it may wait a moment for others, see
 *     {@link WriteCoalescer}
 */
public record Frame(List<Object> parts, int bytes, Loss loss, boolean urgent) {

    public Frame {
        parts = List.copyOf(parts);
    }

    /** An urgent frame. */
    public Frame(List<Object> parts, int bytes, Loss loss) {
        this(parts, bytes, loss, true);
    }

    /** A frame of one message. */
    public static Frame of(Object part, int bytes, Loss loss) {
        return new Frame(List.of(part), bytes, loss);
    }

    /** A ping of the WebSocket itself (RFC 6455, 5.5.2); it takes no encoder. */
    public static Frame ping() {
        return of(Ping.PING, 2, Loss.NEVER);
    }

    /** Returns the same frame as one that may wait. */
    public Frame notUrgent() {
        return new Frame(parts, bytes, loss, false);
    }

    /** Returns frames as one, to be written together. */
    static Frame together(List<Frame> frames) {
        List<Object> parts = new ArrayList<>();
        int bytes = 0;
        for (Frame frame : frames) {
            parts.addAll(frame.parts());
            bytes += frame.bytes();
        }
        return new Frame(parts, bytes, Loss.NEVER);
    }

    /** The part of a {@link #ping}. */
    enum Ping {
        PING
    }

    /** Returns the length of {@code text} in UTF-8, in bytes. */
    public static int utf8Length(String text) {
        int bytes = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                // A surrogate pair is four bytes: two for each half.
                bytes += c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
            }
        }
        return bytes;
    }
}
