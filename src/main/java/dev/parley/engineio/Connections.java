package dev.parley.engineio;

import dev.parley.config.Settings;
import dev.parley.flow.Door;
import dev.parley.flow.Ending;
import dev.parley.flow.FrameHandler;
import dev.parley.flow.Link;
import dev.parley.flow.ThreadPools;
import dev.parley.flow.WebSocketLink;
import dev.parley.security.Secrets;
import dev.parley.server.ApplicationServer;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.websocket.Session;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/** Creates, finds and lists the open Engine.IO connections of this node. Thread-safe. */
@ApplicationScoped
public class Connections implements Door {

    private static final Logger LOG = Logger.getLogger(Connections.class.getName());
    private static final int SID_BYTES = 15;

    /** How long a polling client can still learn that the server closed its connection. */
    private static final Duration FAREWELL = Duration.ofSeconds(30);

    /** How long a WebSocket stays open if its upgrade is refused. */
    private static final Duration REFUSAL_DELAY = Duration.ofMillis(50);

    @Inject private Settings settings;
    @Inject private ThreadPools threads;
    @Inject private ApplicationServer server;
    @Inject @Any private Instance<ConnectionAcceptor> found;

    private Map<String, ConnectionAcceptor> acceptors;
    private Newcomers newcomers;
    private final Map<String, Connection> open = new ConcurrentHashMap<>();
    private final Set<String> farewells = ConcurrentHashMap.newKeySet();

    @PostConstruct
    void find() {
        newcomers = new Newcomers(settings.unjoined().max(), settings.unjoined().maxPerAddress());
        acceptors =
                found.stream()
                        .collect(Collectors.toMap(ConnectionAcceptor::path, Function.identity()));
    }

    /** Returns whether a client at this address may open a connection. */
    boolean haveRoomFor(String address) {
        return newcomers.haveRoom(address);
    }

    /** Returns whether clients can connect at this path. */
    public boolean isPath(String path) {
        return acceptors.containsKey(path);
    }

    /** Creates the handler for the frames of a new WebSocket. */
    public FrameHandler frameHandler() {
        return new EngineFrames(this, settings.connections().maxPayload());
    }

    /** Creates the connection of a new WebSocket and sends its open packet. */
    Connection open(Session session, HandshakeRequest handshake) {
        Connection connection =
                connection(
                        sid(),
                        new WebSocketLink(session, threads, server),
                        Optional.empty(),
                        handshake);
        start(connection);
        return connection;
    }

    /** Creates the connection of a polling client; nothing is sent before {@link #start}. */
    Connection prepare(HandshakeRequest handshake) {
        String sid = sid();
        PollingLink link = new PollingLink(threads.timers(), new Polled(sid));
        return connection(sid, link, Optional.of(link), handshake);
    }

    private Connection connection(
            String sid, Link link, Optional<PollingLink> polling, HandshakeRequest handshake) {
        Connection connection =
                new Connection(
                        sid,
                        link,
                        polling,
                        handshake,
                        settings,
                        threads,
                        newcomers.enter(handshake.remoteAddress()),
                        c -> open.remove(c.sid()));
        open.put(sid, connection);
        return connection;
    }

    void start(Connection connection) {
        String path = connection.handshake().path();
        ConnectionAcceptor acceptor = acceptors.get(path);
        if (acceptor == null) {
            throw new IllegalStateException(
                    "The handshake filter let an unknown path pass: " + path);
        }
        connection.start(acceptor.accept(connection));
    }

    private static String sid() {
        return Secrets.random(SID_BYTES);
    }

    /** The host of one polling client's link. */
    private final class Polled implements PollingLink.Host {

        private final String sid;

        Polled(String sid) {
            this.sid = sid;
        }

        @Override
        public void keepFarewell() {
            if (farewells.size() >= settings.connections().max()) {
                // Without a farewell, the client's next request fails with "Session ID unknown".
                return;
            }
            farewells.add(sid);
            threads.timers().after(FAREWELL, () -> farewells.remove(sid));
        }

        @Override
        public boolean takeFarewell() {
            return Connections.this.takeFarewell(sid);
        }

        @Override
        public void onFailure() {
            find(sid).ifPresent(c -> threads.end(() -> c.drop(Ending.NORMAL)));
        }

        @Override
        public void onReceiving() {
            try {
                find(sid).ifPresent(c -> threads.senders().execute(c.posts()::resume));
            } catch (RejectedExecutionException stopping) {
                LOG.log(Level.FINE, "Discarding pending POSTs: the server is stopping", stopping);
            }
        }
    }

    /**
     * Claims the upgrade of a connection for a WebSocket handshake; returns false if another one
     * holds the claim.
     */
    boolean claimUpgrade(Connection connection) {
        return connection.claimUpgrade(threads.timers());
    }

    /**
     * Starts the upgrade of a connection from polling to a WebSocket; empty if it cannot be
     * upgraded now. Until the client has confirmed the upgrade, the WebSocket counts as a
     * connection without a namespace, because it is the client's second connection.
     */
    Optional<Probe> beginUpgrade(Session session, UpgradeRequest request) {
        WebSocketLink link = new WebSocketLink(session, threads, server);
        Connection connection = request.connection();
        Newcomers.Place place = newcomers.enter(connection.handshake().remoteAddress());
        Optional<Probe> probe =
                request.claimed()
                        ? connection.beginUpgrade(link, threads, place::end)
                        : Optional.empty();
        if (probe.isEmpty()) {
            // Give packets on the WebSocket that holds the claim time to be handled first.
            threads.timers()
                    .after(
                            REFUSAL_DELAY,
                            () -> {
                                place.end();
                                link.close(Ending.POLICY);
                            });
        }
        return probe;
    }

    Optional<Connection> find(String sid) {
        return Optional.ofNullable(open.get(sid));
    }

    /**
     * Returns whether the client has yet to learn that its connection was closed; true at most
     * once.
     */
    boolean takeFarewell(String sid) {
        return farewells.remove(sid);
    }

    @Override
    public Collection<Connection> open() {
        return open.values();
    }
}
