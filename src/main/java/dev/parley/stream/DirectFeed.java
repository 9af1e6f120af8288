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
import org.jspecify.annotations.Nullable;

/**
 * Delivers the durable events of direct rooms to both users' connections on this node, joined or
 * not: in order and exactly once.
 *
 * <p>A room's {@link DirectStream} is kept for two minutes after its latest event. Gaps between two
 * events are filled from the database; {@link DirectPast} reads what came before the first. All
 * methods except {@link #followed} are called on the room's stripe.
 */
@ApplicationScoped
class DirectFeed {

    private static final Logger LOG = Logger.getLogger(DirectFeed.class.getName());

    /** How long a stream is kept after its latest event. */
    static final Duration KEEP = Duration.ofMinutes(2);

    /** How long a stream is kept if it lacks an event that could not be read. */
    private static final Duration KEEP_INCOMPLETE = KEEP.multipliedBy(10);

    /**
     * Messages up to this age were delivered in a stream that still exists, provided that clocks
     * agree.
     */
    static final Duration RECENT = KEEP.minusSeconds(30);

    private static final int PAGE = 200;

    private LocalRooms rooms;
    private Executor readers;
    private Tail tail;
    private Delivery delivery;
    private LongSupplier clock;
    private Predicate<String> isHere;
    private DirectPast past;

    /** The streams, by room. */
    private final Map<String, DirectStream> streams = new ConcurrentHashMap<>();

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
     * Creates a feed.
     *
     * @param clock in nanoseconds
     * @param wall the clock of the messages' timestamps
     * @param others whether there are other nodes
     * @param isHere whether a user has a connection to this node
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
        this.tail = tolerant(tail);
        this.delivery = delivery;
        this.clock = clock;
        this.isHere = isHere;
        past = new DirectPast(rooms, readers, this.tail, wall, RECENT, others);
    }

    /** Returns no events if reading fails: later events of the room must not wait for it. */
    private static Tail tolerant(Tail tail) {
        return (roomId, rev, limit) -> {
            try {
                return tail.after(roomId, rev, limit);
            } catch (RuntimeException | Error e) {
                LOG.log(Level.FINE, "Missing events could not be read", e);
                return List.of();
            }
        };
    }

    /**
     * Takes a committed event, from this or another node; duplicates are ignored.
     *
     * @param except the id of a socket that already has the event, or null
     */
    void offer(DurableEvent event, Set<String> userIds, @Nullable String except) {
        String roomId = event.roomId();
        DirectStream stream = streams.get(roomId);
        if (stream == null && userIds.stream().noneMatch(isHere)) {
            // A user who connects later reads it in the history.
            return;
        }
        if (stream == null || !stream.isAt(event.epoch())) {
            stream = begin(roomId, userIds, event);
        }
        offer(roomId, stream, new DirectStream.Offer(event, userIds, except));
    }

    private DirectStream begin(String roomId, Set<String> userIds, DurableEvent first) {
        DirectStream stream =
                new DirectStream(
                        delivery, clock, userIds, first.epoch(), first.rev(), first.rev() - 1);
        streams.put(roomId, stream);
        past.deliver(
                roomId,
                stream,
                PAGE,
                () -> streams.get(roomId) == stream,
                held -> offer(roomId, stream, held));
        return stream;
    }

    private void offer(String roomId, DirectStream stream, DirectStream.Offer offer) {
        if (stream.offer(offer)) {
            fill(roomId, stream);
        }
    }

    /** Takes the head of a room's stream as read elsewhere; reads missing events up to it. */
    void know(String roomId, Position position) {
        DirectStream stream = streams.get(roomId);
        if (stream != null
                && stream.isAt(position.epoch())
                && position.rev() > stream.delivered()) {
            stream.know(position.rev());
            fill(roomId, stream);
        }
    }

    /**
     * Delivers messages whose only notification may have been lost when nodes joined or left.
     * Covers rooms for which this node has delivered nothing recently. A client that connected
     * after a message may have received it from another node, and reads it in the history.
     *
     * @param newest events of the room, in order; at least one
     * @param since older messages were delivered; not before the time for which streams are kept
     */
    void recover(List<DurableEvent> newest, Set<String> userIds, Instant since) {
        recover(newest, userIds, since, null);
    }

    /**
     * Like {@link #recover(List, Set, Instant)}, but excludes one socket.
     *
     * @param except the id of a socket that already has all of the events, or null
     */
    void recover(
            List<DurableEvent> newest,
            Set<String> userIds,
            Instant since,
            @Nullable String except) {
        DurableEvent last = newest.get(newest.size() - 1);
        recover(newest, new Position(last.epoch(), last.rev()), userIds, since, except);
    }

    /**
     * Like {@link #recover(List, Set, Instant)}, with the head of the room's stream, which may be
     * further than these events.
     */
    void recover(
            List<DurableEvent> newest,
            Position head,
            Set<String> userIds,
            Instant since,
            @Nullable String except) {
        String roomId = newest.get(0).roomId();
        List<DurableEvent> late =
                newest.stream().filter(event -> LateMessages.isSince(event, since)).toList();
        DirectStream stream = streams.get(roomId);
        if (stream != null) {
            late.forEach(event -> stream.deliverLate(event, receivers(event, except)));
            newest.forEach(event -> stream.except(event, except));
            know(roomId, head);
        } else if (!late.isEmpty()) {
            streams.put(
                    roomId,
                    new DirectStream(
                            delivery, clock, userIds, head.epoch(), late.get(0).rev(), head.rev()));
            late.forEach(event -> delivery.direct(event, userIds, receivers(event, except)));
        }
    }

    private static Predicate<LocalSocket> receivers(DurableEvent event, @Nullable String except) {
        return LateMessages.receivers(event).and(DirectStream.allBut(except));
    }

    /** Returns the rooms with recent deliveries; may be called on any thread. */
    Set<String> followed() {
        streams.forEach(
                (roomId, stream) -> {
                    if (stream.isUnusedFor(KEEP)) {
                        rooms.stripe(roomId).execute(() -> forget(roomId, stream));
                    }
                });
        return Set.copyOf(streams.keySet());
    }

    private void forget(String roomId, DirectStream stream) {
        boolean missesSomething = stream.filling || stream.hasGap();
        if (stream.isUnusedFor(missesSomething ? KEEP_INCOMPLETE : KEEP)) {
            streams.remove(roomId, stream);
        }
    }

    /** Reads missing events; the next sweep retries what fails. */
    private void fill(String roomId, DirectStream stream) {
        if (stream.filling) {
            return;
        }
        stream.filling = true;
        long from = stream.delivered();
        try {
            readers.execute(
                    () -> {
                        List<DurableEvent> found = tail.after(roomId, from, PAGE);
                        rooms.stripe(roomId).execute(() -> take(roomId, stream, found));
                    });
        } catch (RejectedExecutionException e) {
            stream.filling = false;
        }
    }

    private void take(String roomId, DirectStream stream, List<DurableEvent> found) {
        stream.filling = false;
        found.forEach(stream::deliverNext);
        if (found.size() == PAGE) {
            fill(roomId, stream);
        }
    }
}
