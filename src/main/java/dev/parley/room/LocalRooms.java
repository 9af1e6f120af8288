package dev.parley.room;

import dev.parley.api.ErrorCode;
import dev.parley.api.RefusedException;
import dev.parley.api.Target;
import dev.parley.api.User;
import dev.parley.cluster.Node;
import dev.parley.cluster.SharedMap;
import dev.parley.flow.Stripe;
import dev.parley.flow.ThreadPools;
import dev.parley.history.KeyedLocks;
import dev.parley.history.RecentUsers;
import dev.parley.history.Transactions;
import dev.parley.history.Trouble;
import dev.parley.history.UserStore;
import dev.parley.hub.Adapter;
import dev.parley.hub.LocalSocket;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The sockets of this node in their rooms, and their entries in the caches. This is the hot path.
 * It avoids the proxy of the EJB {@link Rooms}, which refuses calls while the application stops and
 * sockets still close.
 *
 * <p>Methods with a room must be called on its stripe; the others are thread-safe.
 */
@ApplicationScoped
public class LocalRooms implements Adapter {

    private static final Logger LOG = Logger.getLogger(LocalRooms.class.getName());

    /** The namespaces that have rooms; all of them share the same rooms. */
    public static final List<String> NAMESPACES = List.of("/", "/chat");

    /** The target of a name: a room in the chat namespaces, a channel in all others. */
    public static Target target(String namespace, String name) {
        return NAMESPACES.contains(namespace)
                ? new Target.InRoom(name)
                : new Target.OnChannel(namespace, name);
    }

    /** The result of an attempt to enter a room. */
    public enum Entry {
        ENTERED,
        /** The socket was in the room already. */
        REPEATED
    }

    /** The sockets that receive a room's events, and how many of each user are present there. */
    private static final class Occupants {
        private final Set<LocalSocket> sockets = new LinkedHashSet<>();

        /** The sockets that have lost their clients. */
        private final Set<LocalSocket> away = new HashSet<>();

        private final Map<String, Integer> byUser = new HashMap<>();
    }

    @Inject private ThreadPools threads;
    @Inject private Node node;
    @Inject private Transactions transactions;
    @Inject private UserStore users;
    @Inject private RecentUsers recentUsers;
    @Inject private Event<RoomEmptied> emptied;
    @Inject private Event<SocketDeparted> departed;

    private final KeyedLocks newcomers = new KeyedLocks();
    private final Map<String, Occupants> rooms = new ConcurrentHashMap<>();
    private final Map<String, Integer> connections = new ConcurrentHashMap<>();

    /** The stripe of a room. */
    public Stripe stripe(String roomId) {
        return threads.stripes().of(roomId);
    }

    /** The sockets on this node that receive a room's events. */
    public Collection<LocalSocket> live(String roomId) {
        Occupants occupants = rooms.get(roomId);
        return occupants == null ? List.of() : occupants.sockets;
    }

    /** The rooms that have sockets on this node. Callable on any thread. */
    public Set<String> occupied() {
        return Set.copyOf(rooms.keySet());
    }

    /** Adds a socket to a room. */
    public Entry enter(String roomId, LocalSocket socket) {
        Occupants occupants = rooms.computeIfAbsent(roomId, id -> new Occupants());
        User user = socket.user();
        if (occupants.sockets.contains(socket)) {
            return Entry.REPEATED;
        }
        occupants.sockets.add(socket);
        socket.joined(roomId);
        arrive(roomId, occupants, user);
        return Entry.ENTERED;
    }

    /**
     * Marks a parked socket of the room as present again; returns {@link Entry#REPEATED} if the
     * socket was not parked.
     */
    public Entry reenter(String roomId, LocalSocket socket) {
        Occupants occupants = rooms.get(roomId);
        if (occupants == null || !occupants.away.contains(socket)) {
            return Entry.REPEATED;
        }
        occupants.away.remove(socket);
        arrive(roomId, occupants, socket.user());
        return Entry.ENTERED;
    }

    private void arrive(String roomId, Occupants occupants, User user) {
        int sockets = occupants.byUser.merge(user.id(), 1, Integer::sum);
        write(node.inRoom(), roomId, user, new PresenceEntry(sockets, false, user.name()));
    }

    private void depart(String roomId, Occupants occupants, User user, boolean onPurpose) {
        int left = occupants.byUser.merge(user.id(), -1, Integer::sum);
        if (left == 0) {
            occupants.byUser.remove(user.id());
        }
        write(node.inRoom(), roomId, user, new PresenceEntry(left, onPurpose, user.name()));
        departed.fire(new SocketDeparted(roomId, user.id()));
    }

    /** A socket lost its client: it still receives events, but is not present. */
    private void lose(String roomId, LocalSocket socket) {
        Occupants occupants = rooms.get(roomId);
        if (occupants != null && occupants.sockets.contains(socket) && occupants.away.add(socket)) {
            depart(roomId, occupants, socket.user(), false);
        }
    }

    /**
     * Removes a socket from a room.
     *
     * @param onPurpose whether the client left, rather than lost its connection
     * @return whether it was in the room
     */
    public boolean leave(String roomId, LocalSocket socket, boolean onPurpose) {
        Occupants occupants = rooms.get(roomId);
        if (occupants == null || !occupants.sockets.remove(socket)) {
            return false;
        }
        socket.left(roomId);
        boolean present = !occupants.away.remove(socket);
        if (occupants.sockets.isEmpty()) {
            rooms.remove(roomId);
            emptied.fire(new RoomEmptied(roomId));
        }
        if (present) {
            depart(roomId, occupants, socket.user(), onPurpose);
        }
        return true;
    }

    /**
     * Removes all sockets from a room at once, so that nobody is notified of the others' leaving.
     */
    public void vacate(String roomId) {
        Occupants occupants = rooms.remove(roomId);
        if (occupants == null) {
            return;
        }
        Map<String, User> gone = new HashMap<>();
        for (LocalSocket socket : occupants.sockets) {
            socket.left(roomId);
            gone.put(socket.user().id(), socket.user());
            if (!occupants.away.contains(socket)) {
                departed.fire(new SocketDeparted(roomId, socket.user().id()));
            }
        }
        emptied.fire(new RoomEmptied(roomId));
        gone.values()
                .forEach(
                        user ->
                                write(
                                        node.inRoom(),
                                        roomId,
                                        user,
                                        new PresenceEntry(0, true, user.name())));
    }

    @Override
    public void remember(User user) {
        if (recentUsers.contains(user.id(), user.name())) {
            return;
        }
        Supplier<Void> work =
                () -> {
                    users.remember(user.id(), user.name(), System.currentTimeMillis());
                    return null;
                };
        try {
            newcomers.holding(user.id(), () -> store(user, work));
        } catch (RuntimeException e) {
            if (Trouble.isNotOfDatabase(e)) {
                throw e;
            }
            // Transactions logs the beginning and the end of an outage.
            Level level = Trouble.of(e) == Trouble.DATABASE ? Level.FINE : Level.WARNING;
            LOG.log(level, "A user could not be stored: {0}", Trouble.told(e));
            LOG.log(Level.FINE, "The cause", e);
            throw new RefusedException(ErrorCode.UNAVAILABLE);
        }
    }

    private User store(User user, Supplier<Void> work) {
        transactions.callOrAgain(work);
        recentUsers.add(user.id(), user.name());
        return user;
    }

    @Override
    public void connected(LocalSocket socket) {
        onUserStripe(socket, 1);
    }

    @Override
    public void disconnected(LocalSocket socket) {
        if (socket.isParked()) {
            for (String roomId : new ArrayList<>(socket.rooms())) {
                stripe(roomId).execute(() -> lose(roomId, socket));
            }
        } else {
            forget(socket);
        }
        onUserStripe(socket, -1);
    }

    @Override
    public void forget(LocalSocket socket) {
        for (String roomId : new ArrayList<>(socket.rooms())) {
            stripe(roomId).execute(() -> leave(roomId, socket, false));
        }
    }

    private void onUserStripe(LocalSocket socket, int change) {
        User user = socket.user();
        userStripe(user.id())
                .execute(
                        () -> {
                            if (change < 0 && !connections.containsKey(user.id())) {
                                return; // Its arrival was not counted.
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

    /** The stripe of a user, in a separate key space. */
    public Stripe userStripe(String userId) {
        return threads.stripes().of("user " + userId);
    }

    /** An entry without connections is the last word: it tells why it goes. */
    private void write(SharedMap map, String place, User user, PresenceEntry entry) {
        String key = new PresenceKey(place, user.id()).toString();
        if (entry.connections() == 0) {
            map.remove(key, entry.toBytes());
        } else {
            map.put(key, entry.toBytes());
        }
    }
}
