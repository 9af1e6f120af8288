package dev.parley.socketio;

/**
 * Thrown for a message that is not a valid Socket.IO packet; the server then closes the connection.
 * Has no stack trace.
 */
public final class PacketException extends Exception {

    private static final long serialVersionUID = 1L;

    PacketException(String reason) {
        super(reason, null, false, false);
    }
}
