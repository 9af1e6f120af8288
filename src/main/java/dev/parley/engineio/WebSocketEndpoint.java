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
 * The WebSocket endpoint of Engine.IO at its default path; delegates to {@link EngineFrames}. A
 * dependent bean, since Open Liberty does not inject into endpoints that are not beans
 * (CWOWB1006E).
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
