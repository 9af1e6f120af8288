package dev.parley.engineio;

import dev.parley.flow.FrameHandler;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;

/**
 * The WebSocket door of Engine.IO at its usual address; delegates to {@link EngineFrames}.
 * Dependent, since Open Liberty injects nothing into an endpoint that is no bean (CWOWB1006E).
 */
@Dependent
@ServerEndpoint(value = "/socket.io/", encoders = EnginePacketEncoder.class)
public class WebSocketEndpoint {

    private FrameHandler frames;

    @Inject
    void use(Connections connections) {
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

    @OnError
    public void onError(Throwable failure) {
        frames.onError(failure);
    }

    @OnClose
    public void onClose() {
        frames.onClose();
    }
}
