package dev.parley.stream;

import dev.parley.flow.ThreadPools;
import dev.parley.history.DurableEvent;
import dev.parley.hub.Socket;
import dev.parley.room.LocalRooms;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Brings the durable events of direct rooms to the connections of the two on this node, which need
 * not have joined: in order and once, where two come within two minutes. What is missing between
 * them is read from the database. All but {@link #followed} is called on the room's stripe.
 */
@ApplicationScoped
class DirectFeed {

    private static final Logger LOG = Logger.getLogger(DirectFeed.class.getName());
    private static final long KEEP_NANOS = Duration.ofMinutes(2).toNanos();
    private static final int PAGE = 200;

    /** How far a room was told here. */
    private static final class Place {
        Set<String> userIds;
        final String epoch;
        final long first;
        long told;

        /** What came late, after the first that was told here. */
        final Set<Long> late = new HashSet<>();

        /** Who knows an event already. */
        final Map<Long, String> excepted = new HashMap<>();

        boolean filling;
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
    private final Map<String, Place> places = new ConcurrentHashMap<>();

    protected DirectFeed() {
        // For the container's proxy.
    }

    @Inject
    DirectFeed(LocalRooms rooms, ThreadPools threads, Tail tail, Delivery delivery) {
        this(rooms, threads.readers(), tail, delivery, System::nanoTime);
    }

    DirectFeed(
            LocalRooms rooms, Executor readers, Tail tail, Delivery delivery, LongSupplier clock) {
        this.rooms = rooms;
        this.readers = readers;
        this.tail = tail;
        this.delivery = delivery;
        this.clock = clock;
    }

    /**
     * An event was committed, here or elsewhere; perhaps it is known already.
     *
     * @param except the id of a socket that knows it already, or null
     */
    void offer(DurableEvent event, Set<String> userIds, String except) {
        Place place = places.get(event.roomId());
        if (place == null || !place.epoch.equals(event.epoch())) {
            place = new Place(Set.copyOf(userIds), event.epoch(), event.rev());
            places.put(event.roomId(), place);
        }
        place.userIds = Set.copyOf(userIds);
        place.usedAt = clock.getAsLong();
        if (except != null && event.rev() > place.told) {
            place.excepted.put(event.rev(), except);
        }
        if (event.rev() == place.told + 1) {
            tell(place, event);
        } else if (event.rev() > place.told) {
            fill(event.roomId(), place);
        } else if (event.rev() < place.first && place.late.add(event.rev())) {
            // Nobody knew that it was on its way. Late is better than never.
            delivery.direct(event, place.userIds, allBut(except));
        }
    }

    /** Somebody has seen how far a room's stream is. */
    void know(String roomId, Position position) {
        Place place = places.get(roomId);
        if (place != null && place.epoch.equals(position.epoch()) && position.rev() > place.told) {
            fill(roomId, place);
        }
    }

    /**
     * A node is gone, perhaps with the only word of what it had committed in a room of which
     * nothing was told here lately.
     *
     * @param newest events of the room, in order; at least one
     * @param since whoever was here then cannot have heard what came later elsewhere; others find
     *     it by themselves
     */
    void recover(List<DurableEvent> newest, Set<String> userIds, Instant since) {
        DurableEvent last = newest.get(newest.size() - 1);
        String roomId = last.roomId();
        if (places.containsKey(roomId)) {
            know(roomId, new Position(last.epoch(), last.rev()));
            return;
        }
        List<DurableEvent> lost = newest.stream().filter(event -> isLater(event, since)).toList();
        if (!lost.isEmpty()) {
            Place place = new Place(Set.copyOf(userIds), last.epoch(), lost.get(0).rev());
            place.usedAt = clock.getAsLong();
            place.told = last.rev();
            places.put(roomId, place);
            lost.forEach(event -> delivery.direct(event, userIds, s -> wasHere(s, since)));
        }
    }

    /**
     * @param except the id of a socket, or null
     */
    private static Predicate<Socket> allBut(String except) {
        return socket -> !socket.id().equals(except);
    }

    private static boolean isLater(DurableEvent event, Instant since) {
        return event instanceof DurableEvent.MessagePosted posted
                && posted.message().createdAt() >= since.toEpochMilli();
    }

    private static boolean wasHere(Socket socket, Instant since) {
        return !socket.handshake().issued().isAfter(since);
    }

    /** The rooms that were told something lately; may be called anywhere. */
    Set<String> followed() {
        places.forEach(
                (roomId, place) -> {
                    if (isOld(place)) {
                        rooms.stripe(roomId).execute(() -> forget(roomId, place));
                    }
                });
        return Set.copyOf(places.keySet());
    }

    private boolean isOld(Place place) {
        return clock.getAsLong() - place.usedAt > KEEP_NANOS;
    }

    private void forget(String roomId, Place place) {
        if (isOld(place)) {
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
        List<DurableEvent> missing;
        try {
            missing = tail.after(roomId, from, PAGE);
        } catch (RuntimeException e) {
            LOG.log(Level.FINE, "Missing events could not be read", e);
            missing = List.of();
        }
        List<DurableEvent> found = missing;
        rooms.stripe(roomId).execute(() -> take(roomId, place, found));
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
