package dev.parley.room;

import dev.parley.cluster.Node;
import dev.parley.flow.ThreadPools;
import dev.parley.history.RoomEventStore;
import dev.parley.history.RoomInfo;
import dev.parley.history.SeatStore;
import dev.parley.history.Transactions;
import dev.parley.hub.ErrorCode;
import dev.parley.hub.RefusedException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The seats that this node holds for its users in rooms of limited capacity, which is exact in the
 * whole cluster. Thread-safe.
 *
 * <p>Seats are in the database, and good as long as the node's lease runs, which is renewed each
 * three seconds for ten. A node that missed that (it was paused, or the database away) brings
 * nobody anything in such rooms until it has taken its seats anew; whoever finds none has to go.
 */
@ApplicationScoped
public class Seats {

    private static final Logger LOG = Logger.getLogger(Seats.class.getName());
    private static final Duration RENEWAL = Duration.ofSeconds(3);
    private static final Duration LEASE = Duration.ofSeconds(10);

    private record Seat(String roomId, String userId) {}

    @Inject private SeatStore store;
    @Inject private RoomEventStore rooms;
    @Inject private Transactions transactions;
    @Inject private ThreadPools threads;
    @Inject private Node node;
    @Inject private Event<SeatLost> lost;

    /** How many sockets, and attempts to enter, need each seat. */
    private final Map<Seat, Integer> claims = new ConcurrentHashMap<>();

    /** Those that nobody needs and that are to be given back; done with the first attempt. */
    private final Map<Seat, CompletableFuture<Void>> unneeded = new ConcurrentHashMap<>();

    private final Map<String, Integer> seatsByRoom = new ConcurrentHashMap<>();
    private volatile long validUntil = System.nanoTime();

    /** Takes the lease; called once, at start-up, before anybody enters. Blocks. */
    public void start() {
        renew();
        renewLater();
    }

    private void renewLater() {
        threads.timers()
                .after(
                        RENEWAL,
                        () -> {
                            try {
                                threads.readers().execute(this::renewAndGoOn);
                            } catch (RejectedExecutionException overloaded) {
                                renewLater();
                            }
                        });
    }

    private void renewAndGoOn() {
        try {
            renew();
            unneeded.keySet().forEach(this::release);
        } catch (RuntimeException e) {
            LOG.log(Level.FINE, "The lease could not be renewed", e);
        } finally {
            renewLater();
        }
    }

    private void renew() {
        // The end is counted from before the call: this node must not think longer than others.
        long end = System.nanoTime() + LEASE.toNanos();
        boolean kept =
                transactions.call(
                        () -> {
                            store.forgetTheDead();
                            return store.renew(node.name(), LEASE.toSeconds());
                        });
        if (!kept) {
            List.copyOf(claims.keySet()).forEach(this::takeAnew);
        }
        validUntil = end;
    }

    private void takeAnew(Seat seat) {
        boolean taken =
                transactions.call(
                        () ->
                                rooms.lock(seat.roomId())
                                        .map(room -> store.take(room, seat.userId(), node.name()))
                                        .orElse(true));
        if (!taken) {
            LOG.log(Level.INFO, "A seat in {0} was taken while this node was away", seat.roomId());
            lost.fire(new SeatLost(seat.roomId(), seat.userId()));
        }
    }

    /** Whether nobody may be told anything in a room for now; may be called anywhere. */
    public boolean isSuspended(String roomId) {
        return seatsByRoom.containsKey(roomId) && validUntil - System.nanoTime() < 0;
    }

    /**
     * A socket wants to enter a room of limited capacity. Wants the transaction that then reads the
     * room; may be called again for the same attempt.
     *
     * @param first whether this is the first call for the attempt, which ends in an entrance or in
     *     {@link #abandon}
     * @throws RefusedException ROOM_FULL, or UNAVAILABLE while this node has no lease; the attempt
     *     has to be abandoned all the same
     */
    public void claim(RoomInfo room, String userId, boolean first) {
        Seat seat = new Seat(room.id(), userId);
        if (first) {
            need(seat);
        }
        if (validUntil - System.nanoTime() < 0) {
            throw RefusedException.retry(ErrorCode.UNAVAILABLE, RENEWAL.toMillis());
        }
        // The lock puts all who want the last seat in line.
        rooms.lock(room.id());
        if (!store.take(room, userId, node.name())) {
            throw new RefusedException(ErrorCode.ROOM_FULL);
        }
    }

    private void need(Seat seat) {
        claims.merge(seat, 1, Integer::sum);
        seatsByRoom.merge(seat.roomId(), 1, Integer::sum);
    }

    /** An attempt did not end in an entrance. */
    public void abandon(String roomId, String userId) {
        forgo(new Seat(roomId, userId));
    }

    void departed(@Observes SocketDeparted event) {
        forgo(new Seat(event.roomId(), event.userId()));
    }

    private void forgo(Seat seat) {
        boolean[] held = new boolean[1];
        Integer left =
                claims.computeIfPresent(
                        seat,
                        (key, count) -> {
                            held[0] = true;
                            return count > 1 ? count - 1 : null;
                        });
        if (!held[0]) {
            return; // The room has room for all.
        }
        seatsByRoom.computeIfPresent(seat.roomId(), (room, count) -> count > 1 ? count - 1 : null);
        if (left == null) {
            // A new one each time: a release that is just ending counts for what was before.
            unneeded.put(seat, new CompletableFuture<>());
            try {
                threads.readers().execute(() -> release(seat));
            } catch (RejectedExecutionException overloaded) {
                LOG.log(Level.FINE, "A seat is given back with the next renewal", overloaded);
            }
        }
    }

    /** Completed once a seat that a user has just left is free for others; never fails. */
    public CompletionStage<Void> left(String roomId, String userId) {
        CompletableFuture<Void> release = unneeded.get(new Seat(roomId, userId));
        return release != null ? release : CompletableFuture.completedFuture(null);
    }

    private void release(Seat seat) {
        CompletableFuture<Void> attempted = unneeded.get(seat);
        if (attempted == null) {
            return;
        }
        try {
            transactions.call(
                    () -> {
                        rooms.lock(seat.roomId());
                        // Who came back meanwhile waits for the lock, or has the seat already.
                        if (!claims.containsKey(seat)) {
                            store.release(seat.roomId(), seat.userId(), node.name());
                        }
                        return null;
                    });
            unneeded.remove(seat, attempted);
        } catch (RuntimeException e) {
            LOG.log(Level.FINE, "A seat is given back with the next renewal", e);
        } finally {
            attempted.complete(null);
        }
    }

    /** Gives all back; called once, at the end. Blocks. */
    public void stop() {
        try {
            transactions.call(
                    () -> {
                        store.end(node.name());
                        return null;
                    });
        } catch (RuntimeException e) {
            LOG.log(Level.FINE, "The seats end with the lease", e);
        }
    }
}
