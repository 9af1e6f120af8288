package dev.parley.engineio;

import dev.parley.config.Settings;
import dev.parley.flow.Ending;
import dev.parley.flow.FrameHandler;
import dev.parley.flow.MessageParts;
import jakarta.inject.Inject;
import jakarta.websocket.Session;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What the WebSocket endpoints of Engine.IO have in common: they bring what comes to their {@link
 * Connection}. They repeat the annotations, since Open Liberty ignores inherited ones (CWWKH0002E).
 *
 * <p>Messages are taken in parts, for the sake of their bound ({@link MessageParts}), and
 * containers decode whole messages only: so the decoder is called here.
 */
public abstract class EngineEndpoint implements FrameHandler {

    private static final Logger LOG = Logger.getLogger(EngineEndpoint.class.getName());

    @Inject private Connections connections;
    @Inject private Settings settings;

    private final EnginePacketDecoder decoder = new EnginePacketDecoder();
    private volatile MessageParts parts;
    private volatile PacketReceiver receiver;

    /** For one that the container does not make. */
    void inject(Connections wanted, Settings known) {
        connections = wanted;
        settings = known;
    }

    /** A WebSocket whose request has passed {@link HandshakeFilter}. */
    @Override
    public void open(Session session) throws IOException {
        parts = new MessageParts(session, settings.connections().maxPayload());
        if (session.getUserPrincipal() instanceof HandshakeRequest handshake) {
            receiver = connections.open(session, handshake);
        } else if (session.getUserPrincipal() instanceof UpgradeRequest upgrade) {
            receiver = connections.beginUpgrade(session, upgrade).orElse(null);
        } else {
            LOG.severe("A handshake came past its filter; the connection is refused");
            session.close(Ending.POLICY.reason());
        }
    }

    @Override
    public void text(String part, boolean last) {
        PacketReceiver present = receiver;
        if (present != null) {
            parts.text(part, last).map(decoder::decode).ifPresent(this::receive);
            if (parts.isOverflown()) {
                present.close(Ending.PAYLOAD_TOO_LARGE);
            }
        }
    }

    /** A fault of ours costs this connection only, and is not taken for one of the network. */
    private void receive(EnginePacket packet) {
        try {
            receiver.receive(packet);
        } catch (RuntimeException e) {
            LOG.log(Level.SEVERE, "A packet could not be handled", e);
            receiver.close(Ending.POLICY);
        }
    }

    @Override
    public void binary(byte[] part, boolean last) {
        PacketReceiver present = receiver;
        if (present != null) {
            parts.binary(part, last).map(EnginePacket.Binary::new).ifPresent(this::receive);
            if (parts.isOverflown()) {
                present.close(Ending.PAYLOAD_TOO_LARGE);
            }
        }
    }

    @Override
    public void failed(Throwable failure) {
        // A reset by the peer arrives here too; the close follows, or has been.
        LOG.log(Level.FINE, "A WebSocket failed", failure);
    }

    @Override
    public void closed() {
        PacketReceiver present = receiver;
        if (present != null) {
            present.onTransportClosed();
        }
    }
}
