package dev.parley.engineio;

import dev.parley.config.Settings;
import dev.parley.flow.Ending;
import dev.parley.flow.ThreadPools;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.websocket.Session;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The open connections of this node: makes them, counts them, ends them. Thread-safe. */
@ApplicationScoped
public class Connections {

    @Inject private Settings settings;
    @Inject private ThreadPools threads;
    @Inject private ConnectionAcceptor acceptor;

    private final Map<String, Connection> open = new ConcurrentHashMap<>();

    /** Makes the connection of a new WebSocket and greets the client. */
    public Connection open(Session session, Handshake handshake) {
        Connection connection =
                new Connection(
                        lost -> new WebSocketTransport(session, threads, settings, lost),
                        handshake,
                        settings,
                        threads,
                        c -> open.remove(c.sid()));
        open.put(connection.sid(), connection);
        connection.start(acceptor.accept(connection));
        return connection;
    }

    public int count() {
        return open.size();
    }

    /** Ends all, and waits until they are gone or {@code patience} is over. */
    public void closeAll(Ending ending, Duration patience) {
        open.values().forEach(connection -> connection.close(ending));
        long deadline = System.nanoTime() + patience.toNanos();
        synchronized (this) {
            while (!open.isEmpty() && System.nanoTime() < deadline) {
                try {
                    wait(20);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }
}
