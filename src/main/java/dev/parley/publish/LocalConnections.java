package dev.parley.publish;

import dev.parley.api.Dismissal;
import dev.parley.hub.Fanout;
import dev.parley.hub.LocalSocket;
import dev.parley.hub.SocketRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lists and closes the namespace connections of this node. Defines what counts as a connection.
 * Thread-safe.
 */
@ApplicationScoped
public class LocalConnections {

    @Inject private SocketRegistry registry;

    /** Finds a connection of this node by id. */
    public Optional<LocalSocket> find(String connectionId) {
        return registry.byId(connectionId).filter(LocalConnections::isHere);
    }

    /** Returns the connections of a user, ordered by id. */
    public List<LocalSocket> of(String userId) {
        return sorted(registry.byUser(userId));
    }

    /**
     * Returns connections whose ids follow {@code after}, ordered by id.
     *
     * @param userId limits the result to one user; null for all users
     */
    public List<LocalSocket> page(@Nullable String userId, String after, int limit) {
        return sorted(userId == null ? registry.all() : registry.byUser(userId)).stream()
                .filter(socket -> socket.id().compareTo(after) > 0)
                .limit(limit)
                .toList();
    }

    /** Excludes parked sockets: they lost their client and only wait for it to reconnect. */
    private static boolean isHere(LocalSocket socket) {
        return !socket.isParked();
    }

    private static List<LocalSocket> sorted(Collection<LocalSocket> sockets) {
        return sockets.stream()
                .filter(LocalConnections::isHere)
                .sorted(Comparator.comparing(LocalSocket::id))
                .toList();
    }

    /** Returns the number of connections. */
    public int count() {
        return (int) registry.all().stream().filter(LocalConnections::isHere).count();
    }

    /** Closes all sockets of a user, including parked ones; returns how many were connected. */
    int endAll(String userId, Dismissal reason) {
        int here = of(userId).size();
        Fanout.each(List.copyOf(registry.byUser(userId)), socket -> socket.dismiss(reason));
        return here;
    }
}
