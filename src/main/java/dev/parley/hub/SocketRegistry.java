package dev.parley.hub;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The registry of all namespaces and sockets of this node. Thread-safe. */
@ApplicationScoped
public class SocketRegistry {

    private final Map<String, Namespace> namespaces = new ConcurrentHashMap<>();
    private final Map<String, LocalSocket> byId = new ConcurrentHashMap<>();
    private final Map<String, Set<LocalSocket>> byUser = new ConcurrentHashMap<>();

    /** Opens a namespace; called at start-up. */
    public void open(Namespace namespace) {
        if (namespaces.putIfAbsent(namespace.name(), namespace) != null) {
            throw new IllegalStateException("Namespace " + namespace.name() + " is already open");
        }
    }

    public Optional<Namespace> namespace(String name) {
        return Optional.ofNullable(namespaces.get(name));
    }

    /**
     * Adds a socket, unless its user has reached the limit. Parked sockets do not count.
     *
     * @return whether it was added
     */
    public boolean add(LocalSocket socket, int maxPerUser) {
        boolean[] entered = new boolean[1];
        byUser.compute(
                socket.user().id(),
                (user, present) -> {
                    Set<LocalSocket> sockets =
                            present != null ? present : ConcurrentHashMap.newKeySet();
                    if (sockets.stream().filter(s -> !s.isParked()).count() < maxPerUser) {
                        sockets.add(socket);
                        entered[0] = true;
                    }
                    return sockets.isEmpty() ? null : sockets;
                });
        if (entered[0]) {
            byId.put(socket.id(), socket);
            socket.namespace().add(socket);
        }
        return entered[0];
    }

    /** Removes a socket; returns whether it was registered. */
    public boolean remove(LocalSocket socket) {
        if (!byId.remove(socket.id(), socket)) {
            return false;
        }
        socket.namespace().remove(socket);
        byUser.computeIfPresent(
                socket.user().id(),
                (user, sockets) -> {
                    sockets.remove(socket);
                    return sockets.isEmpty() ? null : sockets;
                });
        return true;
    }

    /** Returns a live view of all sockets on this node. */
    public Collection<LocalSocket> all() {
        return byId.values();
    }

    public Optional<LocalSocket> byId(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** Returns the sockets of a user on this node, in all namespaces, including parked ones. */
    public Collection<LocalSocket> byUser(String userId) {
        return byUser.getOrDefault(userId, Set.of());
    }

    /** Returns the sockets of the given namespaces on this node. */
    public Collection<LocalSocket> in(List<String> names) {
        return names.stream()
                .map(namespaces::get)
                .filter(namespace -> namespace != null)
                .flatMap(namespace -> namespace.sockets().stream())
                .toList();
    }

    /** Returns the number of a user's connected sockets. */
    public int connected(String userId) {
        return (int) byUser(userId).stream().filter(socket -> !socket.isParked()).count();
    }

    /** Returns the number of sockets on this node, including parked ones. */
    public int count() {
        return byId.size();
    }
}
