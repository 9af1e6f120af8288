package dev.parley.flow;

/**
 * One WebSocket message that waits to be written. Immutable, and shared by all who receive the same
 * broadcast.
 *
 * @param packet what the endpoint's encoder takes
 * @param bytes its size on the wire, in bytes
 * @param droppable whether it may be lost under load (transient events only)
 */
public record Frame(Object packet, int bytes, boolean droppable) {

    /** A ping of the WebSocket itself (RFC 6455, 5.5.2); it takes no encoder. */
    public static Frame ping() {
        return new Frame(Ping.PING, 2, false);
    }

    /** The packet of a {@link #ping}. */
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
