package dev.parley.publish;

import dev.parley.hub.Event;
import dev.parley.hub.Socket;
import dev.parley.hub.SocketRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The connections of this node to namespaces: which there are, and their end. The one place that
 * says what counts as a connection. Thread-safe.
 */
@ApplicationScoped
public class Connections {

    /** Told to a client that is not to come back by itself. */
    public record DisconnectingReason(String code, boolean reconnect) {}

    @Inject private SocketRegistry registry;

    /** One that is here. */
    public Optional<Socket> find(String connectionId) {
        return registry.byId(connectionId);
    }

    /** Those of a user, in the order of their ids. */
    public List<Socket> of(String userId) {
        return sorted(registry.byUser(userId));
    }

    /**
     * All, or those of one user, whose ids come after {@code after}, in the order of ids.
     *
     * @param userId null for all
     */
    public List<Socket> page(String userId, String after, int limit) {
        return sorted(userId == null ? registry.all() : registry.byUser(userId)).stream()
                .filter(socket -> socket.id().compareTo(after) > 0)
                .limit(limit)
                .toList();
    }

    private static List<Socket> sorted(Collection<Socket> sockets) {
        return sockets.stream().sorted(Comparator.comparing(Socket::id)).toList();
    }

    /** How many there are. */
    public int count() {
        return registry.count();
    }

    /**
     * Ends a connection so that stock clients do not come back by themselves.
     *
     * @param code tells the client why
     */
    void end(Socket socket, String code) {
        socket.emit(Event.regular("disconnecting_reason", new DisconnectingReason(code, false)));
        socket.disconnect();
    }
}
