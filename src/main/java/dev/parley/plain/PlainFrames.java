package dev.parley.plain;

import dev.parley.flow.Ending;
import dev.parley.flow.Frame;
import dev.parley.flow.FrameHandler;
import dev.parley.flow.MessageParts;
import jakarta.websocket.Session;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Handles the frames of one plain WebSocket: decodes them for its {@link PlainConnection}. The
 * container calls it with one thread at a time.
 *
 * <p>Messages arrive in parts so that their size can be limited ({@link MessageParts}). Containers
 * decode only whole messages, so this class calls the decoder.
 */
final class PlainFrames implements FrameHandler {

    /** The only subprotocol that the server selects; it never selects {@code bearer.…}. */
    static final String SUBPROTOCOL = "parley.v1";

    private static final Logger LOG = Logger.getLogger(PlainFrames.class.getName());

    private final PlainConnections connections;
    private final int maxBytes;
    private final ClientFrameDecoder decoder = new ClientFrameDecoder();
    private volatile @Nullable PlainConnection connection;
    private volatile @Nullable MessageParts parts;

    /**
     * @param maxBytes size limit of one message
     */
    PlainFrames(PlainConnections connections, int maxBytes) {
        this.connections = connections;
        this.maxBytes = maxBytes;
    }

    @Override
    public void onOpen(Session session) throws IOException {
        parts = new MessageParts(session, maxBytes, () -> maxBytes);
        if (session.getUserPrincipal() instanceof PlainHandshake handshake) {
            connection = connections.open(session, handshake);
        } else {
            LOG.severe("A WebSocket handshake bypassed its filter; closing the connection");
            session.close(Ending.POLICY.reason());
        }
    }

    @Override
    public void onFrame(String part, boolean last) {
        PlainConnection open = connection;
        MessageParts received = parts;
        if (open != null && received != null) {
            received.text(part, last)
                    .ifPresent(text -> passOn(open, decoder.decode(text), Frame.utf8Length(text)));
            if (received.isOverflown()) {
                open.close(Ending.PAYLOAD_TOO_LARGE);
            }
        }
    }

    @Override
    public void onFrame(byte[] part, boolean last) {
        PlainConnection open = connection;
        MessageParts received = parts;
        if (open != null && received != null) {
            received.binary(part, last)
                    .ifPresent(
                            bytes ->
                                    passOn(
                                            open,
                                            PlainCodec.malformed("Binary frames are not supported"),
                                            bytes.length));
            if (received.isOverflown()) {
                open.close(Ending.PAYLOAD_TOO_LARGE);
            }
        }
    }

    /**
     * Passes a frame on. A bug in Parley closes only this connection, and is not mistaken for a
     * network error.
     */
    private static void passOn(PlainConnection open, ClientFrame frame, int size) {
        try {
            open.onFrame(frame, size);
        } catch (RuntimeException | Error e) {
            LOG.log(Level.SEVERE, "Failed to handle a frame; closing the connection", e);
            open.close(Ending.POLICY);
        }
    }

    @Override
    public void onPong() {
        PlainConnection open = connection;
        if (open != null) {
            open.onPong();
        }
    }

    @Override
    public void onError(Throwable failure) {
        // A connection reset is reported here, too; onClose follows or has already been called.
        LOG.log(Level.FINE, "WebSocket error", failure);
    }

    @Override
    public void onClose() {
        PlainConnection open = connection;
        if (open != null) {
            open.onClosed();
        }
    }
}
