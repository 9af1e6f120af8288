package dev.parley.plain;

import jakarta.enterprise.context.Dependent;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;

/**
 * The plain door to every other namespace; which one, the handshake's filter has read. Dependent,
 * as Open Liberty injects only into beans (CWOWB1006E).
 */
@Dependent
@ServerEndpoint(
        value = PlainHandshakeFilter.DOOR + "/{namespace}",
        encoders = ServerFrameEncoder.class,
        subprotocols = PlainEndpoint.SUBPROTOCOL)
public class NamespaceEndpoint extends PlainEndpoint {

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

    @OnMessage
    public void onPong(PongMessage pong) {
        pong();
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
