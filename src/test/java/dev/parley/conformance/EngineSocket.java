package dev.parley.conformance;

import dev.parley.engineio.EngineEndpoint;
import dev.parley.engineio.EnginePacketEncoder;
import jakarta.enterprise.context.Dependent;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;

/** The WebSocket door of Engine.IO at an address where no Socket.IO is above it. */
@Dependent
@ServerEndpoint(value = "/engine.io/", encoders = EnginePacketEncoder.class)
public class EngineSocket extends EngineEndpoint {

    @OnOpen
    public void onOpen(Session session) throws IOException {
        open(session);
    }

    @OnMessage
    public void onText(String part, boolean last) {
        text(part, last);
    }

    @OnMessage
    public void onBinary(byte[] part, boolean last) {
        binary(part, last);
    }

    @OnError
    public void onError(Throwable failure) {
        failed(failure);
    }

    @OnClose
    public void onClose() {
        closed();
    }
}
