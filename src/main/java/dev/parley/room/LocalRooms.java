package dev.parley.room;

import dev.parley.cluster.Node;
import dev.parley.cluster.SharedMap;
import dev.parley.flow.Stripe;
import dev.parley.flow.ThreadPools;
import dev.parley.history.KeyedLocks;
import dev.parley.history.OutcomeUnknownException;
import dev.parley.history.Transactions;
import dev.parley.history.UserStore;
import dev.parley.hub.Adapter;
import dev.parley.hub.Socket;
import dev.parley.security.User;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.persistence.PersistenceException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The sockets of this node in their rooms, and what the caches are told of them: the hot path,
 * without the proxy of the EJB, which refuses calls while the application goes down and sockets
 * still close.
 *
 * <p>Methods that name a room are called on its stripe; the others are thread-safe.
 */
@ApplicationScoped
public class LocalRooms implements Adapter {

    /** The namespaces whose sockets can be in rooms, and which share them all. */
    public static final List<String> NAMESPACES = List.of("/", "/chat");

    /** What became of an attempt to enter a room. */
    public enum Entrance {
        ENTERED,
        /** The socket was in already. */
        REPEATED,
        FULL
    }

    /** The sockets of one room on this node, and how many each user has there. */
    private static final class Occupants {
        private final Set<Socket> sockets = new LinkedHashSet<>();
        private final Map<String, Integer> byUser = new HashMap<>();
    }

    @Inject private ThreadPools threads;
    @Inject private Node node;
    @Inject private Transactions transactions;
    @Inject private UserStore users;
    @Inject private Event<RoomEmptied> emptied;

    private final KeyedLocks newcomers = new KeyedLocks();
    private final Map<String, Occupants> rooms = new ConcurrentHashMap<>();
    private final Map<String, Integer> connections = new ConcurrentHashMap<>();

    /** The stripe of a room. */
    public Stripe stripe(String roomId) {
        return threads.stripes().of(roomId);
    }

    /** The sockets that hear a room on this node. */
    public Collection<Socket> live(String roomId) {
        Occupants occupants = rooms.get(roomId);
        return occupants == null ? List.of() : occupants.sockets;
    }

    /**
     * Lets a socket into a room.
     *
     * @param capacity distinct users; 0 is unlimited
     */
    public Entrance enter(String roomId, Socket socket, int capacity) {
        Occupants occupants = rooms.computeIfAbsent(roomId, id -> new Occupants());
        User user = socket.user();
        if (occupants.sockets.contains(socket)) {
            return Entrance.REPEATED;
        }
        boolean newcomer = !occupants.byUser.containsKey(user.id());
        if (capacity > 0 && newcomer && occupants.byUser.size() >= capacity) {
            return Entrance.FULL;
        }
        occupants.sockets.add(socket);
        socket.rooms().add(roomId);
        int sockets = occupants.byUser.merge(user.id(), 1, Integer::sum);
        write(node.inRoom(), roomId, user, new PresenceEntry(sockets, false, user.name()));
        return Entrance.ENTERED;
    }

    /**
     * Takes a socket out of a room.
     *
     * @param onPurpose whether the client asked for it, rather than got lost
     * @return whether it was in
     */
    public boolean leave(String roomId, Socket socket, boolean onPurpose) {
        Occupants occupants = rooms.get(roomId);
        if (occupants == null || !occupants.sockets.remove(socket)) {
            return false;
        }
        socket.rooms().remove(roomId);
        User user = socket.user();
        int left = occupants.byUser.merge(user.id(), -1, Integer::sum);
        if (left == 0) {
            occupants.byUser.remove(user.id());
        }
        if (occupants.sockets.isEmpty()) {
            rooms.remove(roomId);
            emptied.fire(new RoomEmptied(roomId));
        }
        write(node.inRoom(), roomId, user, new PresenceEntry(left, onPurpose, user.name()));
        return true;
    }

    @Override
    public void remember(User user) {
        Supplier<Void> work =
                () -> {
                    users.remember(user.id(), user.name(), System.currentTimeMillis());
                    return null;
                };
        newcomers.holding(
                user.id(),
                () -> {
                    try {
                        return transactions.call(work);
                    } catch (PersistenceException | OutcomeUnknownException e) {
                        // Another node was faster with the same new user; now the row is there.
                        return transactions.call(work);
                    }
                });
    }

    @Override
    public void connected(Socket socket) {
        onUserStripe(socket, 1);
    }

    @Override
    public void disconnected(Socket socket) {
        for (String roomId : new ArrayList<>(socket.rooms())) {
            stripe(roomId).execute(() -> leave(roomId, socket, false));
        }
        onUserStripe(socket, -1);
    }

    private void onUserStripe(Socket socket, int change) {
        User user = socket.user();
        userStripe(user.id())
                .execute(
                        () -> {
                            if (change < 0 && !connections.containsKey(user.id())) {
                                return; // Nobody told of its arrival.
                            }
                            int now = connections.merge(user.id(), change, Integer::sum);
                            if (now == 0) {
                                connections.remove(user.id());
                            }
                            write(
                                    node.online(),
                                    "",
                                    user,
                                    new PresenceEntry(now, false, user.name()));
                        });
    }

    /** The stripe of a user; in another key space than the rooms'. */
    public Stripe userStripe(String userId) {
        return threads.stripes().of("user " + userId);
    }

    /** An entry without connections is written before it is removed: it tells why it goes. */
    private void write(SharedMap map, String place, User user, PresenceEntry entry) {
        String key = new PresenceKey(node.name(), place, user.id()).toString();
        map.put(key, entry.toBytes());
        if (entry.connections() == 0) {
            map.remove(key);
        }
    }
}
