package dev.parley.stream;

import dev.parley.cluster.Node;
import dev.parley.flow.ThreadPools;
import dev.parley.history.DurableEvent;
import dev.parley.hub.LocalSocket;
import dev.parley.hub.SocketRegistry;
import dev.parley.room.LocalRooms;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Brings the durable events of direct rooms to the connections of the two on this node, which need
 * not have joined: in order and once. What is missing between two that come within two minutes is
 * read from the database; and before the first, where there are other nodes, what they may have
 * committed just before. All but {@link #followed} is called on the room's stripe.
 */
@ApplicationScoped
class DirectFeed {

    private static final Logger LOG = Logger.getLogger(DirectFeed.class.getName());

    /** For how long it is known how far a room was told here. */
    static final Duration KEEP = Duration.ofMinutes(2);

    /** The same where something is missing that cannot be read. */
    private static final Duration KEEP_INCOMPLETE = KEEP.multipliedBy(10);

    /** What is older and was told, was told in a place that is still there, if clocks agree. */
    static final Duration RECENT = KEEP.minusSeconds(30);

    private static final int PAGE = 200;

    /** What came while it was looked what was before. */
    private record Offer(DurableEvent event, String except) {}

    /** How far a room was told here. */
    private static final class Place {
        Set<String> userIds;
        final String epoch;
        final long first;
        long told;

        /** How far the room is, as far as was seen. */
        long known;

        /** What came late, after the first that was told here. */
        final Set<Long> late = new HashSet<>();

        /** Who knows an event already. */
        final Map<Long, String> excepted = new HashMap<>();

        boolean filling;

        /** Null but while it is read what was before the first. */
        List<Offer> waiting;

        volatile long usedAt;

        Place(Set<String> userIds, String epoch, long first) {
            this.userIds = userIds;
            this.epoch = epoch;
            this.first = first;
            this.told = first - 1;
        }
    }

    private LocalRooms rooms;
    private Executor readers;
    private Tail tail;
    private Delivery delivery;
    private LongSupplier clock;
    private InstantSource wall;
    private BooleanSupplier others;
    private Predicate<String> isHere;
    private final Map<String, Place> places = new ConcurrentHashMap<>();

    protected DirectFeed() {
        // For the container's proxy.
    }

    @Inject
    DirectFeed(
            LocalRooms rooms,
            ThreadPools threads,
            Tail tail,
            Delivery delivery,
            Node node,
            SocketRegistry sockets) {
        this(
                rooms,
                threads.readers(),
                tail,
                delivery,
                System::nanoTime,
                InstantSource.system(),
                () -> !node.members().others().isEmpty(),
                userId -> !sockets.byUser(userId).isEmpty());
    }

    /**
     * @param clock in nanoseconds
     * @param wall by which messages have their times
     * @param others whether there are other nodes
     * @param isHere whether a user has a connection to this one
     */
    DirectFeed(
            LocalRooms rooms,
            Executor readers,
            Tail tail,
            Delivery delivery,
            LongSupplier clock,
            InstantSource wall,
            BooleanSupplier others,
            Predicate<String> isHere) {
        this.rooms = rooms;
        this.readers = readers;
        this.tail = tail;
        this.delivery = delivery;
        this.clock = clock;
        this.wall = wall;
        this.others = others;
        this.isHere = isHere;
    }

    /**
     * An event was committed, here or elsewhere; perhaps it is known already.
     *
     * @param except the id of a socket that knows it already, or null
     */
    void offer(DurableEvent event, Set<String> userIds, String except) {
        Place place = places.get(event.roomId());
        if (place == null && userIds.stream().noneMatch(isHere)) {
            // Whoever comes later finds it by himself.
            return;
        }
        if (place == null || !place.epoch.equals(event.epoch())) {
            place = new Place(Set.copyOf(userIds), event.epoch(), event.rev());
            places.put(event.roomId(), place);
            lookBefore(event.roomId(), place);
        }
        place.userIds = Set.copyOf(userIds);
        place.usedAt = clock.getAsLong();
        if (place.waiting != null) {
            place.waiting.add(new Offer(event, except));
            return;
        }
        if (except != null && event.rev() > place.told) {
            place.excepted.put(event.rev(), except);
        }
        place.known = Math.max(place.known, event.rev());
        if (event.rev() == place.told + 1) {
            tell(place, event);
        } else if (event.rev() > place.told) {
            fill(event.roomId(), place);
        } else {
            tellLate(place, event, allBut(except));
        }
    }

    /**
     * The word of another node may be slower than the next event, or have been lost with the node.
     */
    private void lookBefore(String roomId, Place place) {
        if (place.first == 1 || !others.getAsBoolean()) {
            return;
        }
        place.waiting = new ArrayList<>();
        place.filling = true;
        try {
            readers.execute(() -> readBefore(roomId, place));
        } catch (RejectedExecutionException e) {
            place.waiting = null;
            place.filling = false;
        }
    }

    private void readBefore(String roomId, Place place) {
        long from = Math.max(0, place.first - 1 - PAGE);
        List<DurableEvent> before = readAfter(roomId, from, (int) (place.first - 1 - from));
        rooms.stripe(roomId).execute(() -> begin(roomId, place, before));
    }

    private void begin(String roomId, Place place, List<DurableEvent> before) {
        List<Offer> waiting = place.waiting;
        place.waiting = null;
        place.filling = false;
        if (places.get(roomId) != place) {
            return;
        }
        Instant since = wall.instant().minus(RECENT);
        before.stream()
                .filter(
                        event ->
                                event.epoch().equals(place.epoch)
                                        && LateMessages.isSince(event, since))
                .forEach(event -> tellLate(place, event, LateMessages.receivers(event)));
        waiting.forEach(offer -> offer(offer.event, place.userIds, offer.except));
    }

    /** Somebody has seen how far a room's stream is. */
    void know(String roomId, Position position) {
        Place place = places.get(roomId);
        if (place != null && place.epoch.equals(position.epoch()) && position.rev() > place.told) {
            place.known = Math.max(place.known, position.rev());
            fill(roomId, place);
        }
    }

    /**
     * Nodes have come or gone, perhaps with the only word of what they had committed in a room of
     * which nothing was told here lately. Whoever came here after a message may have heard it
     * elsewhere, and finds it by himself.
     *
     * @param newest events of the room, in order; at least one
     * @param since what is older was told; no longer ago than places are kept
     */
    void recover(List<DurableEvent> newest, Set<String> userIds, Instant since) {
        recover(newest, userIds, since, null);
    }

    /**
     * The same.
     *
     * @param except the id of a socket that knows all of them already, or null
     */
    void recover(List<DurableEvent> newest, Set<String> userIds, Instant since, String except) {
        DurableEvent last = newest.get(newest.size() - 1);
        String roomId = last.roomId();
        List<DurableEvent> late =
                newest.stream().filter(event -> LateMessages.isSince(event, since)).toList();
        Place place = places.get(roomId);
        if (place != null) {
            late.stream()
                    .filter(event -> event.epoch().equals(place.epoch))
                    .forEach(
                            event ->
                                    tellLate(
                                            place,
                                            event,
                                            LateMessages.receivers(event).and(allBut(except))));
            if (except != null) {
                newest.stream()
                        .filter(event -> event.rev() > place.told)
                        .forEach(event -> place.excepted.put(event.rev(), except));
            }
            know(roomId, new Position(last.epoch(), last.rev()));
        } else if (!late.isEmpty()) {
            Place found = new Place(Set.copyOf(userIds), last.epoch(), late.get(0).rev());
            found.usedAt = clock.getAsLong();
            found.told = last.rev();
            places.put(roomId, found);
            late.forEach(
                    event ->
                            delivery.direct(
                                    event,
                                    userIds,
                                    LateMessages.receivers(event).and(allBut(except))));
        }
    }

    /** Nobody knew of it when the room began here. Late is better than never. */
    private void tellLate(Place place, DurableEvent event, Predicate<LocalSocket> to) {
        if (event.rev() < place.first && place.late.add(event.rev())) {
            delivery.direct(event, place.userIds, to);
        }
    }

    /**
     * @param except the id of a socket, or null
     */
    private static Predicate<LocalSocket> allBut(String except) {
        return socket -> !socket.id().equals(except);
    }

    /** The rooms that were told something lately; may be called anywhere. */
    Set<String> followed() {
        places.forEach(
                (roomId, place) -> {
                    if (isOlder(place, KEEP)) {
                        rooms.stripe(roomId).execute(() -> forget(roomId, place));
                    }
                });
        return Set.copyOf(places.keySet());
    }

    private boolean isOlder(Place place, Duration age) {
        return clock.getAsLong() - place.usedAt > age.toNanos();
    }

    private void forget(String roomId, Place place) {
        boolean missesSomething = place.filling || place.told < place.known;
        if (isOlder(place, missesSomething ? KEEP_INCOMPLETE : KEEP)) {
            places.remove(roomId, place);
        }
    }

    private void tell(Place place, DurableEvent event) {
        String except = place.excepted.remove(event.rev());
        place.told = event.rev();
        place.usedAt = clock.getAsLong();
        delivery.direct(event, place.userIds, allBut(except));
    }

    /** What cannot be read now is found by the next sweep. */
    private void fill(String roomId, Place place) {
        if (place.filling) {
            return;
        }
        place.filling = true;
        long from = place.told;
        try {
            readers.execute(() -> read(roomId, place, from));
        } catch (RejectedExecutionException e) {
            place.filling = false;
        }
    }

    private void read(String roomId, Place place, long from) {
        List<DurableEvent> found = readAfter(roomId, from, PAGE);
        rooms.stripe(roomId).execute(() -> take(roomId, place, found));
    }

    /** None if they cannot be read. */
    private List<DurableEvent> readAfter(String roomId, long rev, int limit) {
        try {
            return tail.after(roomId, rev, limit);
        } catch (RuntimeException | Error e) {
            // Whatever it is: the room's later events wait for the end of this.
            LOG.log(Level.FINE, "Missing events could not be read", e);
            return List.of();
        }
    }

    private void take(String roomId, Place place, List<DurableEvent> found) {
        place.filling = false;
        for (DurableEvent event : found) {
            if (event.rev() == place.told + 1 && event.epoch().equals(place.epoch)) {
                tell(place, event);
            }
        }
        if (found.size() == PAGE) {
            fill(roomId, place);
        }
    }
}
