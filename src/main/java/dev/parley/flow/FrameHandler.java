package dev.parley.flow;

import jakarta.websocket.Session;
import java.io.IOException;

/**
 * Handles the frames of one WebSocket, whichever way its endpoint is registered. Messages arrive in
 * parts. Called by one thread at a time, as the container does.
 */
public interface FrameHandler {

    /** The WebSocket is open; called once, first. */
    void onOpen(Session session) throws IOException;

    /** A text, or a part of one, has arrived. */
    void onFrame(String part, boolean last);

    /** A binary message, or a part of one, has arrived. */
    void onFrame(byte[] part, boolean last);

    /** A pong of the WebSocket itself has arrived. */
    default void onPong() {
        // Of use only where the heartbeat is the WebSocket's own.
    }

    /** The WebSocket has failed. */
    void onError(Throwable failure);

    /** Called once, last, when either side has closed the WebSocket. */
    void onClose();
}
