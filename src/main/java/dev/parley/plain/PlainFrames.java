package dev.parley.plain;

import dev.parley.flow.Ending;
import dev.parley.flow.Frame;
import dev.parley.flow.FrameHandler;
import dev.parley.flow.MessageParts;
import jakarta.websocket.Session;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The frames of one WebSocket of the plain door: decodes them for its {@link PlainConnection}.
 * Called by one thread at a time, as the container does.
 *
 * <p>Messages are received in parts, for the sake of their bound ({@link MessageParts}), and
 * containers decode whole messages only: so the decoder is called here.
 */
final class PlainFrames implements FrameHandler {

    /** The only subprotocol that is ever selected; {@code bearer.…} beside it never is. */
    static final String SUBPROTOCOL = "parley.v1";

    private static final Logger LOG = Logger.getLogger(PlainFrames.class.getName());

    private final PlainConnections connections;
    private final int maxBytes;
    private final ClientFrameDecoder decoder = new ClientFrameDecoder();
    private volatile PlainConnection connection;
    private volatile MessageParts parts;

    /**
     * @param maxBytes of one message
     */
    PlainFrames(PlainConnections connections, int maxBytes) {
        this.connections = connections;
        this.maxBytes = maxBytes;
    }

    @Override
    public void onOpen(Session session) throws IOException {
        parts = new MessageParts(session, maxBytes);
        if (session.getUserPrincipal() instanceof PlainHandshake handshake) {
            connection = connections.open(session, handshake);
        } else {
            LOG.severe("A handshake came past its filter; the connection is refused");
            session.close(Ending.POLICY.reason());
        }
    }

    @Override
    public void onFrame(String part, boolean last) {
        PlainConnection open = connection;
        if (open != null) {
            parts.text(part, last)
                    .ifPresent(text -> passOn(open, decoder.decode(text), Frame.utf8Length(text)));
            if (parts.isOverflown()) {
                open.close(Ending.PAYLOAD_TOO_LARGE);
            }
        }
    }

    @Override
    public void onFrame(byte[] part, boolean last) {
        PlainConnection open = connection;
        if (open != null) {
            parts.binary(part, last)
                    .ifPresent(
                            bytes ->
                                    passOn(
                                            open,
                                            PlainCodec.malformed(
                                                    "Binary frames are not understood"),
                                            bytes.length));
            if (parts.isOverflown()) {
                open.close(Ending.PAYLOAD_TOO_LARGE);
            }
        }
    }

    /** A fault of ours costs this connection only, and is not taken for one of the network. */
    private static void passOn(PlainConnection open, ClientFrame frame, int size) {
        try {
            open.onFrame(frame, size);
        } catch (RuntimeException e) {
            LOG.log(Level.SEVERE, "A frame could not be handled", e);
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
        // A reset by the peer arrives here too; the close follows, or has been.
        LOG.log(Level.FINE, "A WebSocket failed", failure);
    }

    @Override
    public void onClose() {
        PlainConnection open = connection;
        if (open != null) {
            open.onClosed();
        }
    }
}
