package dev.parley.engineio;

import dev.parley.flow.Ending;
import dev.parley.flow.FrameHandler;
import dev.parley.flow.MessageParts;
import jakarta.websocket.Session;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The frames of one WebSocket of Engine.IO: decodes them to packets for its {@link Connection}.
 * Called by one thread at a time, as the container does.
 *
 * <p>Messages are received in parts, for the sake of their bound ({@link MessageParts}), and
 * containers decode whole messages only: so the decoder is called here.
 */
final class EngineFrames implements FrameHandler {

    private static final Logger LOG = Logger.getLogger(EngineFrames.class.getName());

    private final Connections connections;
    private final int maxBytes;
    private final EnginePacketDecoder decoder = new EnginePacketDecoder();
    private volatile MessageParts parts;
    private volatile PacketHandler packets;

    /**
     * @param maxBytes of one message
     */
    EngineFrames(Connections connections, int maxBytes) {
        this.connections = connections;
        this.maxBytes = maxBytes;
    }

    /** A WebSocket whose request has passed {@link HandshakeFilter}. */
    @Override
    public void onOpen(Session session) throws IOException {
        parts = new MessageParts(session, maxBytes);
        if (session.getUserPrincipal() instanceof HandshakeRequest handshake) {
            packets = connections.open(session, handshake);
        } else if (session.getUserPrincipal() instanceof UpgradeRequest upgrade) {
            packets = connections.beginUpgrade(session, upgrade).orElse(null);
        } else {
            LOG.severe("A handshake came past its filter; the connection is refused");
            session.close(Ending.POLICY.reason());
        }
    }

    @Override
    public void onFrame(String part, boolean last) {
        PacketHandler present = packets;
        if (present != null) {
            parts.text(part, last)
                    .map(decoder::decode)
                    .ifPresent(packet -> passOn(present, packet));
            if (parts.isOverflown()) {
                present.close(Ending.PAYLOAD_TOO_LARGE);
            }
        }
    }

    @Override
    public void onFrame(byte[] part, boolean last) {
        PacketHandler present = packets;
        if (present != null) {
            parts.binary(part, last)
                    .map(EnginePacket.Binary::new)
                    .ifPresent(packet -> passOn(present, packet));
            if (parts.isOverflown()) {
                present.close(Ending.PAYLOAD_TOO_LARGE);
            }
        }
    }

    /** A fault of ours costs this connection only, and is not taken for one of the network. */
    private static void passOn(PacketHandler packets, EnginePacket packet) {
        try {
            packets.onEnginePacket(packet);
        } catch (RuntimeException e) {
            LOG.log(Level.SEVERE, "A packet could not be handled", e);
            packets.close(Ending.POLICY);
        }
    }

    @Override
    public void onError(Throwable failure) {
        // A reset by the peer arrives here too; the close follows, or has been.
        LOG.log(Level.FINE, "A WebSocket failed", failure);
    }

    @Override
    public void onClose() {
        PacketHandler present = packets;
        if (present != null) {
            present.onTransportClosed();
        }
    }
}
