package dev.parley.socketio;

import dev.parley.api.User;
import dev.parley.config.Settings;
import dev.parley.flow.ThreadPools;
import dev.parley.hub.Adapter;
import dev.parley.hub.LocalSocket;
import dev.parley.hub.Namespace;
import dev.parley.hub.SocketRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;

/**
 * Keeps the sockets of this node that lost their connection, as long as they can be recovered: the
 * connection state recovery of Socket.IO 4.6. Thread-safe.
 */
@ApplicationScoped
class Recovery {

    private record Parked(ClientSocket socket, Future<?> expiry) {}

    @Inject private Settings settings;
    @Inject private ThreadPools threads;
    @Inject private SocketRegistry registry;
    @Inject private Adapter adapter;

    private final Map<String, Parked> parked = new ConcurrentHashMap<>();

    boolean isOn() {
        return settings.recovery().isOn();
    }

    /** Keeps a socket until the recovery window ends, unless too many are kept. */
    void keep(ClientSocket socket) {
        if (isFull(socket.user())) {
            forget(socket);
            return;
        }
        String pid = socket.recoveryId().orElseThrow();
        Future<?> expiry =
                threads.timers()
                        .after(
                                settings.recovery().window(),
                                () -> {
                                    if (parked.remove(pid) != null) {
                                        // Handlers are notified.
                                        threads.end(() -> forget(socket));
                                    }
                                });
        parked.put(pid, new Parked(socket, expiry));
        if (!socket.isParked()) {
            revoke(socket);
        }
    }

    /**
     * Returns whether the limit of kept sockets is reached. Without it, a client that connects and
     * disconnects in a loop would fill the memory.
     */
    private boolean isFull(User user) {
        Settings.Connections limits = settings.connections();
        long ofUser = registry.byUser(user.id()).stream().filter(LocalSocket::isParked).count();
        // The count includes this socket.
        return ofUser > limits.maxPerUser() || parked.size() >= limits.max();
    }

    /**
     * Returns the socket that a user wants to recover. A socket can be taken once: it is no longer
     * kept, whether or not the recovery succeeds.
     */
    Optional<ClientSocket> take(String pid, User user, Namespace namespace) {
        Parked[] found = new Parked[1];
        parked.computeIfPresent(
                pid,
                (id, candidate) -> {
                    ClientSocket socket = candidate.socket();
                    boolean own = isSame(socket.user(), user) && socket.namespace() == namespace;
                    found[0] = own ? candidate : null;
                    return own ? null : candidate;
                });
        if (found[0] == null) {
            return Optional.empty();
        }
        found[0].expiry().cancel(false);
        return Optional.of(found[0].socket());
    }

    /** Makes a socket unrecoverable. */
    void revoke(ClientSocket socket) {
        Parked kept = parked.remove(socket.recoveryId().orElseThrow());
        if (kept != null) {
            kept.expiry().cancel(false);
        }
        // If keep() has not stored the socket yet, it will notice that the socket is no longer
        // parked.
        forget(socket);
    }

    /**
     * A guest gets a new id with each connection, so the secret of the socket is the only proof of
     * identity.
     */
    private static boolean isSame(User former, User present) {
        return former.id().equals(present.id()) || former.anonymous() && present.anonymous();
    }

    /** Closes and removes a socket that will not be recovered. */
    void forget(ClientSocket socket) {
        socket.end();
        registry.remove(socket);
        adapter.forget(socket);
    }
}
