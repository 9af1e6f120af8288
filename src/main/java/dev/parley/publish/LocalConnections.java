package dev.parley.publish;

import dev.parley.api.Dismissal;
import dev.parley.hub.LocalSocket;
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
public class LocalConnections {

    @Inject private SocketRegistry registry;

    /** One that is here. */
    public Optional<LocalSocket> find(String connectionId) {
        return registry.byId(connectionId).filter(LocalConnections::isHere);
    }

    /** Those of a user, in the order of their ids. */
    public List<LocalSocket> of(String userId) {
        return sorted(registry.byUser(userId));
    }

    /**
     * All, or those of one user, whose ids come after {@code after}, in the order of ids.
     *
     * @param userId null for all
     */
    public List<LocalSocket> page(String userId, String after, int limit) {
        return sorted(userId == null ? registry.all() : registry.byUser(userId)).stream()
                .filter(socket -> socket.id().compareTo(after) > 0)
                .limit(limit)
                .toList();
    }

    /** One that lost its client, who may come back for it, is none. */
    private static boolean isHere(LocalSocket socket) {
        return !socket.isParked();
    }

    private static List<LocalSocket> sorted(Collection<LocalSocket> sockets) {
        return sockets.stream()
                .filter(LocalConnections::isHere)
                .sorted(Comparator.comparing(LocalSocket::id))
                .toList();
    }

    /** How many there are. */
    public int count() {
        return (int) registry.all().stream().filter(LocalConnections::isHere).count();
    }

    /**
     * Ends all of a user, also those that he might have come back for; returns how many were here.
     */
    int endAll(String userId, Dismissal reason) {
        int here = of(userId).size();
        List.copyOf(registry.byUser(userId)).forEach(socket -> socket.dismiss(reason));
        return here;
    }
}
