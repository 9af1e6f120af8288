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
 * The seats that this node holds for its users in rooms of limited capacity, which is exact in the
 * whole cluster. Thread-safe.
 *
 * <p>Seats are in the database, and good as long as the node's lease runs, which is renewed each
 * three seconds for ten. A node that missed that (it was paused, or the database away) brings
 * nobody anything in such rooms until it has taken their seats anew; whoever finds none has to go.
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

    /**
     * Those that went with a lease and are not taken anew yet, or cannot be: until nobody needs
     * them any more.
     */
    private final Set<Seat> missing = ConcurrentHashMap.newKeySet();

    private final Map<String, Integer> seatsByRoom = new ConcurrentHashMap<>();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile long validUntil = System.nanoTime();

    /** Takes the lease; called once, at start-up, before anybody enters. Blocks. */
    public void start() {
        renew();
        // Each of its own: what takes long, and what keeps the readers busy, must not cost the
        // lease.
        threads.dedicated(() -> untilTheEnd(this::renew)).start();
        threads.dedicated(() -> untilTheEnd(this::tidy)).start();
    }

    private void tidy() {
        guarded(this::forgetTheDead);
        missing.forEach(seat -> guarded(() -> takeAnew(seat)));
        unneeded.keySet().forEach(this::release);
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

    /** What fails is tried again after the pause. */
    private static void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            LOG.log(Level.FINE, "The lease or a seat could not be renewed", e);
        }
    }

    private void renew() {
        // The end is counted from before the call: this node must not think longer than others.
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
            LOG.log(Level.INFO, "A seat in {0} was taken while this node was away", seat.roomId());
            lost.fire(new SeatLost(seat.roomId(), seat.userId()));
        }
    }

    /** Whether nobody may be told anything in a room for now; may be called anywhere. */
    public boolean isSuspended(String roomId) {
        return seatsByRoom.containsKey(roomId)
                && (!isLeased() || missing.stream().anyMatch(s -> s.roomId().equals(roomId)));
    }

    private boolean isLeased() {
        return validUntil - System.nanoTime() >= 0;
    }

    /** Begins an attempt of a user to enter rooms. */
    public Attempt attempt(String userId) {
        return new Attempt(userId);
    }

    /**
     * What an attempt to enter rooms needs. Ends for each room in an entrance, or for all by {@link
     * #abandon}. Thread-safe.
     */
    public final class Attempt {
        private final String userId;
        private final Set<String> claimed = new HashSet<>();
        private boolean abandoned;

        private Attempt(String userId) {
            this.userId = userId;
        }

        /**
         * Wants the transaction that then reads the room; may be called again for the same room.
         *
         * @throws RefusedException ROOM_FULL, or UNAVAILABLE while this node has no lease, or if
         *     the attempt was abandoned; it has to be abandoned all the same
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
            // The lock puts all who want the last seat in line.
            rooms.lock(room.id());
            if (!store.take(room, userId, node.name())) {
                throw new RefusedException(ErrorCode.ROOM_FULL);
            }
            synchronized (this) {
                if (abandoned) {
                    // Whoever gave it back then may have come before this transaction.
                    giveBack(seat);
                }
            }
        }

        /** Whether the user may enter a room now: nobody has taken the seat meanwhile. */
        public synchronized boolean holds(String roomId) {
            return !claimed.contains(roomId)
                    || isLeased() && !missing.contains(new Seat(roomId, userId));
        }

        /** The user's socket is in a room: it needs the seat from here on. */
        public synchronized void entered(String roomId) {
            claimed.remove(roomId);
        }

        /** Does nothing the second time. */
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
            return; // The room has room for all.
        }
        seatsByRoom.computeIfPresent(seat.roomId(), (room, count) -> count > 1 ? count - 1 : null);
        if (left == null) {
            missing.remove(seat);
            giveBack(seat);
        }
    }

    private void giveBack(Seat seat) {
        // A new one each time: a release that is just ending counts for what was before.
        CompletableFuture<Void> release = new CompletableFuture<>();
        CompletableFuture<Void> former = unneeded.put(seat, release);
        if (former != null) {
            release.thenRun(() -> former.complete(null));
        }
        try {
            threads.readers().execute(() -> release(seat));
        } catch (RejectedExecutionException overloaded) {
            LOG.log(Level.FINE, "A seat is given back with the next renewal", overloaded);
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
        stopping.countDown();
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
