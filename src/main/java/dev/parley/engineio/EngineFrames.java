package dev.parley.engineio;

import dev.parley.flow.Ending;
import dev.parley.flow.FrameHandler;
import dev.parley.flow.MessageParts;
import jakarta.websocket.Session;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Handles the frames of one Engine.IO WebSocket: decodes them into packets for its {@link
 * Connection}. The container calls it with one thread at a time.
 *
 * <p>Messages arrive in parts so that their size can be limited ({@link MessageParts}). Containers
 * decode only whole messages, so this class calls the decoder.
 */
final class EngineFrames implements FrameHandler {

    private static final Logger LOG = Logger.getLogger(EngineFrames.class.getName());

    private final Connections connections;
    private final int largestMessage;
    private final EnginePacketDecoder decoder = new EnginePacketDecoder();
    private volatile @Nullable MessageParts parts;
    private volatile @Nullable PacketHandler packets;

    /**
     * @param largestMessage size limit of any message, in bytes
     */
    EngineFrames(Connections connections, int largestMessage) {
        this.connections = connections;
        this.largestMessage = largestMessage;
    }

    /** Opens a WebSocket whose request has passed {@link HandshakeFilter}. */
    @Override
    public void onOpen(Session session) throws IOException {
        if (session.getUserPrincipal() instanceof HandshakeRequest handshake) {
            handle(session, connections.open(session, handshake));
        } else if (session.getUserPrincipal() instanceof UpgradeRequest upgrade) {
            connections.beginUpgrade(session, upgrade).ifPresent(probe -> handle(session, probe));
        } else {
            LOG.severe("A WebSocket handshake bypassed HandshakeFilter; closing the connection");
            session.close(Ending.POLICY.reason());
        }
    }

    private void handle(Session session, PacketHandler handler) {
        parts = new MessageParts(session, largestMessage, handler::maxMessage);
        packets = handler;
    }

    @Override
    public void onFrame(String part, boolean last) {
        PacketHandler present = packets;
        MessageParts received = parts;
        if (present != null && received != null) {
            received.text(part, last)
                    .map(decoder::decode)
                    .ifPresent(packet -> passOn(present, packet));
            if (received.isOverflown()) {
                present.close(Ending.PAYLOAD_TOO_LARGE);
            }
        }
    }

    @Override
    public void onFrame(byte[] part, boolean last) {
        PacketHandler present = packets;
        MessageParts received = parts;
        if (present != null && received != null) {
            received.binary(part, last)
                    .map(EnginePacket.Binary::new)
                    .ifPresent(packet -> passOn(present, packet));
            if (received.isOverflown()) {
                present.close(Ending.PAYLOAD_TOO_LARGE);
            }
        }
    }

    /**
     * Passes a packet on. A bug in Parley closes only this connection, and is not mistaken for a
     * network error.
     */
    private static void passOn(PacketHandler packets, EnginePacket packet) {
        try {
            packets.onEnginePacket(packet);
        } catch (RuntimeException | Error e) {
            LOG.log(Level.SEVERE, "Failed to handle a packet; closing the connection", e);
            packets.close(Ending.POLICY);
        }
    }

    @Override
    public void onError(Throwable failure) {
        // A connection reset is reported here, too; onClose follows or has already been called.
        LOG.log(Level.FINE, "WebSocket error", failure);
    }

    @Override
    public void onClose() {
        PacketHandler present = packets;
        if (present != null) {
            present.onTransportClosed();
        }
    }
}
