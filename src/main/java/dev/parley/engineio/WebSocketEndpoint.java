package dev.parley.engineio;

import dev.parley.config.Settings;
import dev.parley.flow.Assembler;
import dev.parley.flow.Ending;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The WebSocket door of Engine.IO; it only delegates to its {@link Connection}.
 *
 * <p>It takes messages in parts, for the sake of their bound ({@link Assembler}), and containers
 * decode whole messages only: so it calls the decoder itself. Dependent, since Open Liberty injects
 * nothing into an endpoint that is no bean (CWOWB1006E).
 */
@Dependent
@ServerEndpoint(value = "/socket.io/", encoders = EnginePacketEncoder.class)
public class WebSocketEndpoint {

    private static final Logger LOG = Logger.getLogger(WebSocketEndpoint.class.getName());

    @Inject private Connections connections;
    @Inject private Settings settings;

    private final EnginePacketDecoder decoder = new EnginePacketDecoder();
    private volatile Connection connection;
    private volatile Assembler assembler;

    @OnOpen
    public void onOpen(Session session) throws IOException {
        // The heartbeat finds out who is gone; an idle time-out of the container's would not wait.
        session.setMaxIdleTimeout(0);
        assembler = new Assembler(settings.connections().maxPayload());
        if (session.getUserPrincipal() instanceof HandshakeRequest handshake) {
            connection = connections.open(session, handshake);
        } else {
            LOG.severe("A handshake came past its filter; the connection is refused");
            session.close(Ending.POLICY.reason());
        }
    }

    @OnMessage
    public void onText(String part, boolean last) {
        Connection open = connection;
        if (open != null) {
            assembler.take(part, last).map(decoder::decode).ifPresent(open::receive);
            if (assembler.isOverflown()) {
                open.close(Ending.PAYLOAD_TOO_LARGE);
            }
        }
    }

    @OnMessage
    public void onBinary(byte[] part, boolean last) {
        Connection open = connection;
        if (open != null) {
            open.receiveBinary(part.length);
        }
    }

    @OnError
    public void onError(Throwable failure) {
        // A reset by the peer arrives here too; onClose follows, or has been.
        LOG.log(Level.FINE, "A WebSocket failed", failure);
    }

    @OnClose
    public void onClose() {
        Connection open = connection;
        if (open != null) {
            open.onTransportClosed();
        }
    }
}
