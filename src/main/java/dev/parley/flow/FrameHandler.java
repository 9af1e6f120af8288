package dev.parley.flow;

import jakarta.websocket.Session;
import java.io.IOException;

/**
 * What an endpoint does with one WebSocket, whichever way the endpoint is registered. Messages come
 * in parts. For one thread at a time, as the container calls it.
 */
public interface FrameHandler {

    void open(Session session) throws IOException;

    void text(String part, boolean last);

    void binary(byte[] part, boolean last);

    default void pong() {
        // Nobody waits for those of the WebSocket itself.
    }

    void failed(Throwable failure);

    void closed();
}
