package dev.parley.plain;

import dev.parley.config.Settings;
import dev.parley.flow.Door;
import dev.parley.flow.FrameHandler;
import dev.parley.flow.ThreadPools;
import dev.parley.flow.Transport;
import dev.parley.flow.WebSocketLink;
import dev.parley.hub.Admission;
import dev.parley.hub.SocketRegistry;
import dev.parley.server.ApplicationServer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.websocket.Session;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Creates and lists the open plain WebSocket connections of this node. Thread-safe. */
@ApplicationScoped
public class PlainConnections implements Door {

    @Inject private Settings settings;
    @Inject private ThreadPools threads;
    @Inject private ApplicationServer server;
    @Inject private SocketRegistry registry;
    @Inject private Admission admission;

    private final Set<PlainConnection> open = ConcurrentHashMap.newKeySet();

    /** Creates the handler for the frames of a new WebSocket. */
    FrameHandler frameHandler() {
        return new PlainFrames(this, settings.connections().maxPayload());
    }

    /** Creates the connection of a new WebSocket and adds its socket to the namespace. */
    PlainConnection open(Session session, PlainHandshake handshake) {
        PlainConnection connection =
                new PlainConnection(
                        lost ->
                                new Transport(
                                        new WebSocketLink(session, threads, server),
                                        settings,
                                        threads,
                                        lost),
                        handshake,
                        registry,
                        admission,
                        settings,
                        threads,
                        open::remove);
        open.add(connection);
        connection.start();
        return connection;
    }

    @Override
    public Collection<PlainConnection> open() {
        return open;
    }
}
