package dev.parley.plain;

import dev.parley.flow.FrameHandler;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;

/**
 * The plain WebSocket endpoint of the namespace {@code /}. A dependent bean, since Open Liberty
 * injects only into beans (CWOWB1006E).
 */
@Dependent
@ServerEndpoint(
        value = PlainHandshakeFilter.DOOR,
        encoders = ServerFrameEncoder.class,
        subprotocols = PlainFrames.SUBPROTOCOL)
public class RootEndpoint {

    private FrameHandler frames;

    @Inject
    void use(PlainConnections connections) {
        frames = connections.frameHandler();
    }

    @OnOpen
    public void onOpen(Session session) throws IOException {
        frames.onOpen(session);
    }

    @OnMessage
    public void onText(String part, boolean last) {
        frames.onFrame(part, last);
    }

    @OnMessage
    public void onBinary(byte[] part, boolean last) {
        frames.onFrame(part, last);
    }

    @OnMessage
    public void onPong(PongMessage pong) {
        frames.onPong();
    }

    @OnError
    public void onError(Throwable failure) {
        frames.onError(failure);
    }

    @OnClose
    public void onClose() {
        frames.onClose();
    }
}
