package dev.parley.room;

import dev.parley.api.ErrorCode;
import dev.parley.api.RefusedException;
import dev.parley.cluster.Node;
import dev.parley.flow.ThreadPools;
import dev.parley.history.RoomEventStore;
import dev.parley.history.RoomInfo;
import dev.parley.history.SeatStore;
import dev.parley.history.Transactions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The seats that this node holds for its users in rooms with a capacity, which is exact across the
 * cluster. Thread-safe.
 *
 * <p>Seats are rows in the database. They are valid as long as the node's lease, which is renewed
 * every three seconds for ten. A node that missed that (it was paused, or the database was down)
 * delivers nothing in such rooms until it has taken its seats again; users without a seat must
 * leave.
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

    /** How many sockets and attempts to enter need each seat. */
    private final Map<Seat, Integer> claims = new ConcurrentHashMap<>();

    /** Seats to be given back; each future completes after the first attempt. */
    private final Map<Seat, CompletableFuture<Void>> unneeded = new ConcurrentHashMap<>();

    /**
     * Seats that were lost with a lease and are not taken again, until nobody needs them any more.
     */
    private final Set<Seat> missing = ConcurrentHashMap.newKeySet();

    private final Map<String, Integer> seatsByRoom = new ConcurrentHashMap<>();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Strangers strangers = new Strangers(this::otherLeases);
    private volatile long validUntil = System.nanoTime();

    /** Takes the lease; called once, at start-up, before any user enters. Blocks. */
    public void start() {
        renew();
        // On threads of their own: neither slow work nor busy readers may cost the lease.
        threads.dedicated(() -> untilTheEnd(this::renew)).start();
        threads.dedicated(() -> untilTheEnd(this::tidy)).start();
    }

    private void tidy() {
        if (node.isAlone()) {
            guarded(strangers::look);
        }
        guarded(this::forgetTheDead);
        missing.forEach(seat -> guarded(() -> takeAnew(seat)));
        unneeded.keySet().forEach(this::release);
    }

    private List<String> otherLeases() {
        return transactions.call(() -> store.others(node.name()));
    }

    private void forgetTheDead() {
        transactions.call(
                () -> {
                    store.forgetTheDead();
                    return null;
                });
    }

    private void untilTheEnd(Runnable work) {
        try {
            while (!stopping.await(RENEWAL.toMillis(), TimeUnit.MILLISECONDS)) {
                guarded(work);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Failed work is retried after the pause. */
    private static void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            LOG.log(Level.FINE, "The lease or a seat could not be renewed", e);
        }
    }

    private void renew() {
        // Counted from before the call: this node must not trust its lease longer than others do.
        long end = System.nanoTime() + LEASE.toNanos();
        boolean kept = transactions.call(() -> store.renew(node.name(), LEASE.toSeconds()));
        if (!kept) {
            missing.addAll(claims.keySet());
        }
        validUntil = end;
    }

    private void takeAnew(Seat seat) {
        if (!claims.containsKey(seat)) {
            missing.remove(seat);
            return;
        }
        boolean taken =
                transactions.call(
                        () ->
                                rooms.lock(seat.roomId())
                                        .filter(room -> claims.containsKey(seat))
                                        .map(room -> store.take(room, seat.userId(), node.name()))
                                        .orElse(true));
        if (taken) {
            missing.remove(seat);
        } else {
            LOG.log(
                    Level.INFO,
                    "Another user took a seat in room {0} while this node was away",
                    seat.roomId());
            lost.fire(new SeatLost(seat.roomId(), seat.userId()));
        }
    }

    /** Whether nothing may be delivered in a room for now. Callable on any thread. */
    public boolean isSuspended(String roomId) {
        return seatsByRoom.containsKey(roomId)
                && (!isLeased() || missing.stream().anyMatch(s -> s.roomId().equals(roomId)));
    }

    private boolean isLeased() {
        return validUntil - System.nanoTime() >= 0;
    }

    /** Starts an attempt of a user to enter rooms. */
    public Attempt attempt(String userId) {
        return new Attempt(userId);
    }

    /**
     * The seats of an attempt to enter rooms. Ends for each room when the user enters, or for all
     * rooms with {@link #abandon}. Thread-safe.
     */
    public final class Attempt {
        private final String userId;
        private final Set<String> claimed = new HashSet<>();
        private boolean abandoned;

        private Attempt(String userId) {
            this.userId = userId;
        }

        /**
         * Takes a seat, in the transaction that then reads the room. May be called again for the
         * same room.
         *
         * @throws RefusedException ROOM_FULL; UNAVAILABLE while this node has no lease, or if the
         *     attempt was abandoned. It must be abandoned in any case
         */
        public void claim(RoomInfo room) {
            Seat seat = new Seat(room.id(), userId);
            synchronized (this) {
                requireLease(!abandoned);
                if (claimed.add(room.id())) {
                    need(seat);
                }
            }
            requireLease(isLeased());
            // The lock serialises all attempts for the last seat.
            rooms.lock(room.id());
            if (!store.take(room, userId, node.name())) {
                throw new RefusedException(ErrorCode.ROOM_FULL);
            }
            synchronized (this) {
                if (abandoned) {
                    // The seat may have been given back before this transaction took it.
                    giveBack(seat);
                }
            }
        }

        /** Whether the user may enter a room now, since the seat was not lost meanwhile. */
        public synchronized boolean holds(String roomId) {
            return !claimed.contains(roomId)
                    || isLeased() && !missing.contains(new Seat(roomId, userId));
        }

        /** The user's socket has entered a room, and needs the seat from now on. */
        public synchronized void entered(String roomId) {
            claimed.remove(roomId);
        }

        /** Gives back the seats that were not used. Idempotent. */
        public synchronized void abandon() {
            abandoned = true;
            claimed.forEach(roomId -> forgo(new Seat(roomId, userId)));
            claimed.clear();
        }
    }

    private static void requireLease(boolean there) {
        if (!there) {
            throw RefusedException.retry(ErrorCode.UNAVAILABLE, RENEWAL.toMillis());
        }
    }

    private void need(Seat seat) {
        claims.merge(seat, 1, Integer::sum);
        seatsByRoom.merge(seat.roomId(), 1, Integer::sum);
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
            return; // The room has no capacity.
        }
        seatsByRoom.computeIfPresent(seat.roomId(), (room, count) -> count > 1 ? count - 1 : null);
        if (left == null) {
            missing.remove(seat);
            giveBack(seat);
        }
    }

    private void giveBack(Seat seat) {
        // A new future each time: a release that is just ending belongs to the previous one.
        CompletableFuture<Void> release = new CompletableFuture<>();
        CompletableFuture<Void> former = unneeded.put(seat, release);
        if (former != null) {
            release.thenRun(() -> former.complete(null));
        }
        try {
            threads.readers().execute(() -> release(seat));
        } catch (RejectedExecutionException overloaded) {
            LOG.log(Level.FINE, "A seat will be given back with the next renewal", overloaded);
        }
    }

    /** Completes once a seat that a user has just left is free for others; never fails. */
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
                        // A user who returned meanwhile waits for the lock, or has the seat
                        // already.
                        if (!claims.containsKey(seat)) {
                            store.release(seat.roomId(), seat.userId(), node.name());
                        }
                        return null;
                    });
            unneeded.remove(seat, attempted);
        } catch (RuntimeException e) {
            LOG.log(Level.FINE, "A seat will be given back with the next renewal", e);
        } finally {
            attempted.complete(null);
        }
    }

    /** Gives all seats back; called once, at shutdown. Blocks. */
    public void stop() {
        stopping.countDown();
        try {
            transactions.call(
                    () -> {
                        store.end(node.name());
                        return null;
                    });
        } catch (RuntimeException e) {
            LOG.log(Level.FINE, "The seats will expire with the lease", e);
        }
    }
}
