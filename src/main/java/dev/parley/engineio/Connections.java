package dev.parley.engineio;

import dev.parley.config.Settings;
import dev.parley.flow.Door;
import dev.parley.flow.Ending;
import dev.parley.flow.ThreadPools;
import dev.parley.flow.Transport;
import dev.parley.flow.WebSocketLink;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.websocket.Session;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The open connections of this node: makes them, counts them, ends them. Thread-safe. */
@ApplicationScoped
public class Connections implements Door {

    @Inject private Settings settings;
    @Inject private ThreadPools threads;
    @Inject private ConnectionAcceptor acceptor;

    private final Map<String, Connection> open = new ConcurrentHashMap<>();

    /** Makes the connection of a new WebSocket and greets the client. */
    public Connection open(Session session, HandshakeRequest handshake) {
        Connection connection =
                new Connection(
                        lost -> new Transport(new WebSocketLink(session, threads), settings, lost),
                        handshake,
                        settings,
                        threads,
                        c -> open.remove(c.sid()));
        open.put(connection.sid(), connection);
        connection.start(acceptor.accept(connection));
        return connection;
    }

    @Override
    public int count() {
        return open.size();
    }

    @Override
    public void closeAll(Ending ending) {
        open.values().forEach(connection -> connection.close(ending));
    }
}
