package dev.parley.stream;

import dev.parley.cluster.Node;
import dev.parley.flow.Rounds;
import dev.parley.flow.ThreadPools;
import dev.parley.history.RoomStore;
import dev.parley.history.Transactions;
import dev.parley.room.LocalRooms;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Reads the heads of the rooms' streams from the database every two seconds, and whenever a node
 * joins or leaves. Finds events whose notification was lost, or whose node died between the commit
 * and the notification. Thread-safe.
 */
@ApplicationScoped
public class HeadSweep {

    private static final Logger LOG = Logger.getLogger(HeadSweep.class.getName());
    private static final Duration PAUSE = Duration.ofSeconds(2);

    /**
     * How far a look overlaps the previous one. A transaction timestamps its rows when it starts,
     * but its rows become visible only when it ends.
     */
    private static final Duration OVERLAP = Duration.ofSeconds(30);

    @Inject RoomFeed feed;
    @Inject DirectFeed direct;
    @Inject private LocalRooms localRooms;
    @Inject RoomStore rooms;
    @Inject Transactions transactions;
    @Inject ThreadPools threads;
    @Inject Node node;

    private final AtomicBoolean busy = new AtomicBoolean();
    private final Rounds rounds = Rounds.always();
    private volatile long sweptAt = System.nanoTime();

    /** Starts the sweeps; called once, at start-up. */
    public void start() {
        threads.watchdog().watch("sweep", rounds);
        node.follow((members, merged) -> sweep());
        threads.timers().every(PAUSE, this::sweep);
    }

    private void sweep() {
        Set<String> followed = new HashSet<>(feed.followed());
        followed.addAll(direct.followed());
        long now = System.nanoTime();
        if (followed.isEmpty()) {
            sweptAt = now;
            rounds.turn();
            return;
        }
        if (!busy.compareAndSet(false, true)) {
            return;
        }
        try {
            threads.readers().execute(() -> sweep(followed, now));
        } catch (RejectedExecutionException e) {
            // The readers are overloaded. That is not a failure of this loop.
            busy.set(false);
            rounds.turn();
        } catch (RuntimeException | Error e) {
            busy.set(false);
            throw e;
        }
    }

    private void sweep(Set<String> followed, long now) {
        try {
            Duration back = Duration.ofNanos(now - sweptAt).plus(OVERLAP);
            List<RoomStore.Head> heads = transactions.call(() -> rooms.touched(back, followed));
            heads.forEach(this::tell);
            sweptAt = now;
        } catch (RuntimeException e) {
            LOG.log(Level.FINE, "The heads of the rooms could not be read", e);
        } finally {
            busy.set(false);
            rounds.turn();
        }
    }

    private void tell(RoomStore.Head head) {
        localRooms
                .stripe(head.roomId())
                .execute(
                        () -> {
                            Position position = new Position(head.epoch(), head.lastRev());
                            feed.know(head.roomId(), position);
                            direct.know(head.roomId(), position);
                        });
    }
}
