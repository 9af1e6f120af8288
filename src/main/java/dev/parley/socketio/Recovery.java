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
 * The sockets of this node that lost their connection, for as long as they can be taken up again:
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

    /** Keeps a socket until its time is over, unless too many are kept. */
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
                                        forget(socket);
                                    }
                                });
        parked.put(pid, new Parked(socket, expiry));
        if (!socket.isParked()) {
            revoke(socket);
        }
    }

    /** Who connects and drops in a loop would fill the memory with what nobody comes back for. */
    private boolean isFull(User user) {
        Settings.Connections limits = settings.connections();
        long ofUser = registry.byUser(user.id()).stream().filter(LocalSocket::isParked).count();
        // This one is among them.
        return ofUser > limits.maxPerUser() || parked.size() >= limits.max();
    }

    /**
     * Gives a socket to the user that comes back for it. It is good for one attempt: whatever comes
     * of it, the socket is not kept any more.
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

    /** Nobody may take the socket up any more. */
    void revoke(ClientSocket socket) {
        Parked kept = parked.remove(socket.recoveryId().orElseThrow());
        if (kept != null) {
            kept.expiry().cancel(false);
        }
        // One that is not kept yet will find that it is over.
        forget(socket);
    }

    /** Guests are strangers each time, and have nothing to show but the secret of their socket. */
    private static boolean isSame(User former, User present) {
        return former.id().equals(present.id()) || former.anonymous() && present.anonymous();
    }

    /** Nobody will take the socket up any more. */
    void forget(ClientSocket socket) {
        socket.end();
        registry.remove(socket);
        adapter.forget(socket);
    }
}
