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
    public void open(Session session) throws IOException {
        onOpen(session);
    }

    @OnMessage
    public void text(String part, boolean last) {
        onText(part, last);
    }

    @OnMessage
    public void binary(byte[] part, boolean last) {
        onBinary(part, last);
    }

    @OnMessage
    public void pong(PongMessage pong) {
        onPong();
    }

    @OnError
    public void error(Throwable failure) {
        onError(failure);
    }

    @OnClose
    public void close() {
        onClose();
    }
}
