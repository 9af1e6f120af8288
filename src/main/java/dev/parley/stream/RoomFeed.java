package dev.parley.stream;

import dev.parley.flow.Ending;
import dev.parley.flow.Guarded;
import dev.parley.flow.Rounds;
import dev.parley.flow.Stripe;
import dev.parley.flow.ThreadPools;
import dev.parley.flow.Timers;
import dev.parley.history.DurableEvent;
import dev.parley.history.Trouble;
import dev.parley.hub.Fanout;
import dev.parley.hub.LocalSocket;
import dev.parley.hub.Rendition;
import dev.parley.room.LocalRooms;
import dev.parley.room.RoomEmptied;
import dev.parley.room.Seats;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.LongUnaryOperator;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Delivers the durable events of rooms to the sockets of this node, in order. {@link #offer} is
 * called on the room's stripe; {@link #join} is thread-safe.
 *
 * <p>This relies on an invariant of the store: the writer of n + 1 gets the room's lock only after
 * n was committed. So a node that sees n + 1 can read n, and a missing event is never merely
 * uncommitted.
 */
@ApplicationScoped
public class RoomFeed {

    private static final Logger LOG = Logger.getLogger(RoomFeed.class.getName());
    private static final Duration FILL_AFTER = Duration.ofMillis(20);
    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final int FILL_PAGE = 200;
    private static final long FIRST_PAUSE_MILLIS = 50;
    private static final long MAX_PAUSE_MILLIS = 2_000;

    private LocalRooms rooms;
    private Executor readers;
    private Timers timers;
    private Tail tail;
    private Delivery delivery;
    private LongUnaryOperator random;

    /** The fills of gaps that have begun. */
    private final Rounds rounds = Rounds.sometimes();

    /** Whether delivery in a room is suspended; its events are delivered later. */
    Predicate<String> suspended = roomId -> false;

    /** The streams of rooms that have sockets on this node or are being joined, by room. */
    final Map<String, RoomStream> streams = new ConcurrentHashMap<>();

    protected RoomFeed() {
        // For the container's proxy.
    }

    @Inject
    RoomFeed(LocalRooms rooms, ThreadPools threads, Tail tail, Delivery delivery, Seats seats) {
        this(
                rooms,
                threads.readers(),
                threads.timers(),
                tail,
                delivery,
                bound -> ThreadLocalRandom.current().nextLong(bound));
        suspended = seats::isSuspended;
        threads.watchdog().watch("feed", rounds);
    }

    /**
     * Creates a feed.
     *
     * @param random returns a number from 0 up to, but not including, its argument
     */
    RoomFeed(
            LocalRooms rooms,
            Executor readers,
            Timers timers,
            Tail tail,
            Delivery delivery,
            LongUnaryOperator random) {
        this.rooms = rooms;
        this.readers = readers;
        this.timers = timers;
        this.tail = tail;
        this.delivery = delivery;
        this.random = random;
    }

    /** Takes a committed event, from this or another node; in any order, perhaps repeatedly. */
    public void offer(DurableEvent event) {
        RoomStream stream = streams.get(event.roomId());
        if (stream != null) {
            if (suspended.test(event.roomId())) {
                stream.know(event.epoch(), event.rev());
            } else {
                stream.offer(event);
            }
            watchGap(event.roomId(), stream);
        }
    }

    /**
     * Takes the head of a room's stream as read elsewhere, and fills the gap up to it. Called on
     * the room's stripe.
     */
    public void know(String roomId, Position position) {
        RoomStream stream = streams.get(roomId);
        if (stream == null) {
            return;
        }
        if (stream.isPlaced() && !stream.isAt(position.epoch())) {
            lost(roomId, stream);
        } else {
            stream.know(position.epoch(), position.rev());
            watchGap(roomId, stream);
        }
    }

    /**
     * Drops a stream that is no longer the room's. Closes the room's sockets, so that their clients
     * join again; joins in progress read again.
     */
    void lost(String roomId, RoomStream stream) {
        streams.remove(roomId, stream);
        List<LocalSocket> members = List.copyOf(rooms.live(roomId));
        rooms.vacate(roomId);
        Guarded.run(
                LOG,
                "Sockets could not be closed",
                () -> Fanout.each(members, socket -> socket.close(Ending.RESTART)));
        stream.end();
    }

    /**
     * Runs {@code action} once an event is delivered here; immediately if no socket here is in the
     * room, or never if too many actions wait. Called on the room's stripe.
     */
    void whenDelivered(DurableEvent event, Runnable action) {
        RoomStream stream = streams.get(event.roomId());
        if (stream == null || !stream.isAt(event.epoch())) {
            action.run();
        } else {
            stream.confirmAt(event.rev(), action);
        }
    }

    /**
     * Returns the rooms that have sockets on this node or are being joined; may be called on any
     * thread.
     */
    Set<String> followed() {
        return Set.copyOf(streams.keySet());
    }

    private void deliver(DurableEvent event) {
        // One failing receiver or event must not stop the delivery of later events.
        Guarded.run(
                LOG,
                "An event could not be delivered",
                () -> emit(event, rooms.live(event.roomId())));
        if (event.endsStream()) {
            Guarded.run(
                    LOG, "A closed room could not be emptied", () -> rooms.vacate(event.roomId()));
        }
    }

    private void emit(DurableEvent event, Collection<LocalSocket> sockets) {
        if (!sockets.isEmpty()) {
            Function<LocalSocket, Rendition> renditions = delivery.renditions(event);
            Fanout.each(sockets, socket -> socket.emit(renditions.apply(socket)));
        }
    }

    /** Returns the room's stream, which is opened if necessary; called on the room's stripe. */
    RoomStream open(String roomId) {
        return streams.computeIfAbsent(roomId, id -> new RoomStream(this::deliver));
    }

    /** Whether this is still the room's stream; called on the room's stripe. */
    boolean isOpen(String roomId, RoomStream stream) {
        return streams.get(roomId) == stream;
    }

    Stripe stripe(String roomId) {
        return rooms.stripe(roomId);
    }

    Executor readers() {
        return readers;
    }

    /**
     * Reads a room and finds the position in its stream that matches the reading.
     *
     * @param read reads the room's head and further data in one transaction, on a reader thread;
     *     may be called repeatedly
     * @param place returns the position of the reading
     */
    public <S> void join(
            String roomId, Supplier<S> read, Function<S, Position> place, JoinListener<S> who) {
        rooms.stripe(roomId).execute(() -> new RoomJoin<>(this, roomId, read, place, who).begin());
    }

    /** Drops an unused stream after a delay, because a room is often left only for a moment. */
    void dropLater(String roomId, RoomStream stream) {
        timers.after(
                IDLE,
                () ->
                        rooms.stripe(roomId)
                                .execute(
                                        () -> {
                                            if (isUnused(roomId, stream)) {
                                                streams.remove(roomId, stream);
                                            }
                                        }));
    }

    private boolean isUnused(String roomId, RoomStream stream) {
        return stream.joining == 0 && rooms.live(roomId).isEmpty();
    }

    /** Whether a room has sockets on this node or is being joined; called on its stripe. */
    public boolean isUsed(String roomId) {
        RoomStream stream = streams.get(roomId);
        return stream != null && !isUnused(roomId, stream);
    }

    void abandoned(@Observes RoomEmptied event) {
        String roomId = event.roomId();
        RoomStream stream = streams.get(roomId);
        if (stream != null && isUnused(roomId, stream)) {
            dropLater(roomId, stream);
        }
    }

    void watchGap(String roomId, RoomStream stream) {
        if (stream.hasGap() && !stream.filling) {
            stream.filling = true;
            rounds.begin();
            fillAfter(roomId, stream, FILL_AFTER, FIRST_PAUSE_MILLIS);
        }
    }

    private void fillAfter(String roomId, RoomStream stream, Duration pause, long nextPause) {
        step(
                stream,
                () ->
                        timers.after(
                                pause,
                                () ->
                                        onStripe(
                                                roomId,
                                                stream,
                                                () -> startFill(roomId, stream, nextPause))));
    }

    private void onStripe(String roomId, RoomStream stream, Runnable work) {
        step(stream, () -> rooms.stripe(roomId).execute(() -> step(stream, work)));
    }

    /** Runs a step of a fill. If it fails, {@link HeadSweep} starts the fill again. */
    private void step(RoomStream stream, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            endFill(stream);
            Guarded.report(LOG, Level.SEVERE, "Missing events could not be delivered", e);
        }
    }

    private void endFill(RoomStream stream) {
        if (stream.filling) {
            stream.filling = false;
            rounds.end();
        }
    }

    private void startFill(String roomId, RoomStream stream, long nextPause) {
        rounds.turn();
        if (!stream.hasGap() || streams.get(roomId) != stream) {
            endFill(stream);
            return;
        }
        if (suspended.test(roomId)) {
            retryFill(roomId, stream, nextPause);
            return;
        }
        long from = stream.delivered();
        try {
            readers.execute(() -> fill(roomId, stream, from, nextPause));
        } catch (RejectedExecutionException e) {
            retryFill(roomId, stream, nextPause);
        }
    }

    private void fill(String roomId, RoomStream stream, long from, long nextPause) {
        try {
            List<DurableEvent> missing = tail.after(roomId, from, FILL_PAGE);
            onStripe(roomId, stream, () -> take(roomId, stream, from, missing, nextPause));
        } catch (RuntimeException | Error e) {
            // Transactions logs the beginning and the end of an outage.
            boolean isOutage =
                    e instanceof RuntimeException failure
                            && Trouble.of(failure) == Trouble.DATABASE;
            Guarded.report(
                    LOG,
                    isOutage ? Level.FINE : Level.WARNING,
                    "Missing events could not be read; trying again",
                    e);
            onStripe(roomId, stream, () -> retryFill(roomId, stream, nextPause));
        }
    }

    private void take(
            String roomId,
            RoomStream stream,
            long from,
            List<DurableEvent> missing,
            long nextPause) {
        if (streams.get(roomId) != stream) {
            // The room's current sockets came after this stream and would get these events twice.
            endFill(stream);
            return;
        }
        if (suspended.test(roomId)) {
            retryFill(roomId, stream, nextPause);
            return;
        }
        missing.forEach(stream::offer);
        if (stream.delivered() > from) {
            startFill(roomId, stream, FIRST_PAUSE_MILLIS);
        } else {
            retryFill(roomId, stream, nextPause);
        }
    }

    private void retryFill(String roomId, RoomStream stream, long pause) {
        long jittered = pause / 2 + random.applyAsLong(pause);
        fillAfter(
                roomId, stream, Duration.ofMillis(jittered), Math.min(MAX_PAUSE_MILLIS, pause * 2));
    }
}
