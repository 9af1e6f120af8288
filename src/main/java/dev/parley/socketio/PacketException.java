package dev.parley.socketio;

/** A message that is no Socket.IO packet; it ends the connection. Has no stack trace. */
public final class PacketException extends Exception {

    private static final long serialVersionUID = 1L;

    PacketException(String reason) {
        super(reason, null, false, false);
    }
}
