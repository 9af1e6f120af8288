package dev.parley.plain;

import dev.parley.config.Settings;
import dev.parley.flow.Ending;
import dev.parley.flow.Frame;
import dev.parley.flow.FrameHandler;
import dev.parley.flow.MessageParts;
import jakarta.inject.Inject;
import jakarta.websocket.Session;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What the endpoints of the plain door have in common; it only delegates to its {@link
 * PlainConnection}. The annotations of the calls are in the subclasses, since Open Liberty looks at
 * no inherited ones (CWWKH0002E).
 *
 * <p>It takes messages in parts, for the sake of their bound ({@link MessageParts}), and containers
 * decode whole messages only: so it calls the decoder itself.
 */
public abstract class PlainEndpoint implements FrameHandler {

    /** The only subprotocol that is ever selected; {@code bearer.…} beside it never is. */
    static final String SUBPROTOCOL = "parley.v1";

    private static final Logger LOG = Logger.getLogger(PlainEndpoint.class.getName());

    @Inject private PlainConnections connections;
    @Inject private Settings settings;

    private final ClientFrameDecoder decoder = new ClientFrameDecoder();
    private volatile PlainConnection connection;
    private volatile MessageParts parts;

    /** For one that the container does not make. */
    void inject(PlainConnections wanted, Settings known) {
        connections = wanted;
        settings = known;
    }

    @Override
    public void open(Session session) throws IOException {
        parts = new MessageParts(session, settings.connections().maxPayload());
        if (session.getUserPrincipal() instanceof PlainHandshake handshake) {
            connection = connections.open(session, handshake);
        } else {
            LOG.severe("A handshake came past its filter; the connection is refused");
            session.close(Ending.POLICY.reason());
        }
    }

    @Override
    public void text(String part, boolean last) {
        PlainConnection open = connection;
        if (open != null) {
            parts.text(part, last)
                    .ifPresent(text -> receive(open, decoder.decode(text), Frame.utf8Length(text)));
            if (parts.isOverflown()) {
                open.close(Ending.PAYLOAD_TOO_LARGE);
            }
        }
    }

    /** A fault of ours costs this connection only, and is not taken for one of the network. */
    private static void receive(PlainConnection open, ClientFrame frame, int size) {
        try {
            open.receive(frame, size);
        } catch (RuntimeException e) {
            LOG.log(Level.SEVERE, "A frame could not be handled", e);
            open.close(Ending.POLICY);
        }
    }

    @Override
    public void binary(byte[] part, boolean last) {
        PlainConnection open = connection;
        if (open != null) {
            parts.binary(part, last)
                    .ifPresent(
                            bytes ->
                                    receive(
                                            open,
                                            PlainCodec.malformed(
                                                    "Binary frames are not understood"),
                                            bytes.length));
            if (parts.isOverflown()) {
                open.close(Ending.PAYLOAD_TOO_LARGE);
            }
        }
    }

    @Override
    public void pong() {
        PlainConnection open = connection;
        if (open != null) {
            open.onPong();
        }
    }

    @Override
    public void failed(Throwable failure) {
        // A reset by the peer arrives here too; the close follows, or has been.
        LOG.log(Level.FINE, "A WebSocket failed", failure);
    }

    @Override
    public void closed() {
        PlainConnection open = connection;
        if (open != null) {
            open.onClosed();
        }
    }
}
