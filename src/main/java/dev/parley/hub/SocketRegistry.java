package dev.parley.hub;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The registry of all namespaces and sockets of this node. Thread-safe. */
@ApplicationScoped
public class SocketRegistry {

    private final Map<String, Namespace> namespaces = new ConcurrentHashMap<>();
    private final Map<String, LocalSocket> byId = new ConcurrentHashMap<>();
    private final Map<String, Set<LocalSocket>> byUser = new ConcurrentHashMap<>();

    /** The sockets with a reserved place, by user. Changed only while byUser holds the user. */
    private final Map<String, Set<LocalSocket>> expected = new ConcurrentHashMap<>();

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
     * Reserves a place for a socket that {@link #add} adds later, unless its user has reached the
     * limit. {@link #remove} gives the place back.
     *
     * @return whether there was a place
     */
    public boolean reserve(LocalSocket socket, int maxPerUser) {
        boolean[] reserved = new boolean[1];
        byUser.compute(
                socket.user().id(),
                (user, present) -> {
                    if (connected(user, present) < maxPerUser) {
                        expected.computeIfAbsent(user, u -> ConcurrentHashMap.newKeySet())
                                .add(socket);
                        reserved[0] = true;
                    }
                    return present;
                });
        return reserved[0];
    }

    /** Called while byUser holds the user. */
    private boolean endReservation(LocalSocket socket) {
        boolean[] had = new boolean[1];
        expected.computeIfPresent(
                socket.user().id(),
                (user, sockets) -> {
                    had[0] = sockets.remove(socket);
                    return sockets.isEmpty() ? null : sockets;
                });
        return had[0];
    }

    private int connected(String userId, @Nullable Set<LocalSocket> present) {
        int waiting = expected.getOrDefault(userId, Set.of()).size();
        return present == null
                ? waiting
                : waiting + (int) present.stream().filter(socket -> !socket.isParked()).count();
    }

    /**
     * Adds a socket, unless its user has reached the limit. Parked sockets do not count; a socket
     * with a reserved place is always added.
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
                    if (endReservation(socket) || connected(user, present) < maxPerUser) {
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

    /** Removes a socket, and its reserved place; returns whether it was registered. */
    public boolean remove(LocalSocket socket) {
        boolean registered = byId.remove(socket.id(), socket);
        if (registered) {
            socket.namespace().remove(socket);
        }
        byUser.compute(
                socket.user().id(),
                (user, sockets) -> {
                    endReservation(socket);
                    if (sockets != null && registered) {
                        sockets.remove(socket);
                    }
                    return sockets == null || sockets.isEmpty() ? null : sockets;
                });
        return registered;
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

    /** Returns the number of a user's sockets that are connected or have a reserved place. */
    public int connected(String userId) {
        return connected(userId, byUser.get(userId));
    }

    /** Returns the number of sockets on this node, including parked ones. */
    public int count() {
        return byId.size();
    }
}
