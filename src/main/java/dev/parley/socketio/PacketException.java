package dev.parley.socketio;

import org.jspecify.annotations.Nullable;

/**
 * Thrown for a message that is not a valid Socket.IO packet; the server then closes the connection.
 * Has no stack trace.
 */
public final class PacketException extends Exception {

    private static final long serialVersionUID = 1L;

    PacketException(@Nullable String reason) {
        super(reason, null, false, false);
    }
}
