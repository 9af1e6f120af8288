package dev.parley.stream;

import dev.parley.cluster.Members;
import dev.parley.cluster.Node;
import dev.parley.flow.ThreadPools;
import dev.parley.history.DurableEvent;
import dev.parley.history.RoomStore;
import dev.parley.history.Transactions;
import dev.parley.hub.SocketRegistry;
import dev.parley.room.LocalRooms;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.RejectedExecutionException;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Finds the direct messages of which nobody was told here because their node has died, or could not
 * be reached: who writes after a long time has no place in any {@link DirectFeed}, where the {@link
 * HeadSweep} would miss it. Thread-safe.
 *
 * <p>After a partition of more than a minute it finds those of the last minute only: of older ones
 * it is not known any more whether they were told.
 */
@ApplicationScoped
public class DirectRecovery {

    private static final Logger LOG = Logger.getLogger(DirectRecovery.class.getName());

    /** Longer than it takes to find out that a node is gone. */
    private static final Duration BACK = Duration.ofSeconds(30);

    /** Less than what is told here is remembered, by as long as it is tried again. */
    private static final Duration FARTHEST = DirectFeed.KEEP.minus(BACK);

    /** When the database cannot be read. */
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private static final int MOST_HEADS = 2_000;
    private static final int NEWEST = 50;

    @Inject private DirectFeed feed;
    @Inject private Tail tail;
    @Inject private RoomStore rooms;
    @Inject private LocalRooms localRooms;
    @Inject private SocketRegistry sockets;
    @Inject private Transactions transactions;
    @Inject private ThreadPools threads;
    @Inject private Node node;

    private Set<String> present = Set.of();
    private Instant changedAt = Instant.MAX;

    /** Begins to watch the nodes; called once, at start-up. */
    public void start() {
        follow(node.members(), false);
        node.follow(this::follow);
    }

    private synchronized void follow(Members members, boolean merged) {
        Set<String> now = Set.copyOf(members.nodes());
        boolean gone = !now.containsAll(present);
        boolean back = merged || !present.isEmpty() && !present.containsAll(now);
        Instant at = Instant.now();
        if (back) {
            // Perhaps they were there all the time, but not to be reached.
            look(later(changedAt.minus(BACK), at.minus(FARTHEST)));
        } else if (gone) {
            look(at.minus(BACK));
        }
        present = now;
        changedAt = at;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private void look(Instant since) {
        try {
            threads.readers().execute(() -> recover(since));
        } catch (RejectedExecutionException e) {
            lookAgain(since, e);
        }
    }

    private void lookAgain(Instant since, RuntimeException failure) {
        if (since.isAfter(Instant.now().minus(DirectFeed.KEEP))) {
            LOG.log(Level.FINE, "Direct messages will be looked for again", failure);
            threads.timers().after(PAUSE, () -> look(since));
        } else {
            LOG.log(Level.WARNING, "Direct messages of other nodes were not looked for", failure);
        }
    }

    private void recover(Instant since) {
        try {
            Map<String, Set<String>> users = new HashMap<>();
            Map<String, Long> heads = new HashMap<>();
            Duration back = Duration.between(since, Instant.now()).plusSeconds(1);
            List<RoomStore.DirectHead> found =
                    transactions.call(() -> rooms.touchedDirect(back, MOST_HEADS));
            for (RoomStore.DirectHead head : found) {
                users.computeIfAbsent(head.roomId(), id -> new TreeSet<>()).add(head.userId());
                heads.put(head.roomId(), head.lastRev());
            }
            if (found.size() == MOST_HEADS) {
                // Perhaps only one of its two users was within the limit.
                users.remove(found.get(MOST_HEADS - 1).roomId());
            }
            users.values().removeIf(both -> both.stream().allMatch(this::isAway));
            users.forEach((roomId, both) -> recover(roomId, heads.get(roomId), both, since));
        } catch (RuntimeException e) {
            lookAgain(since, e);
        }
    }

    private boolean isAway(String userId) {
        return sockets.byUser(userId).isEmpty();
    }

    private void recover(String roomId, long head, Set<String> userIds, Instant since) {
        List<DurableEvent> newest = tail.after(roomId, Math.max(0, head - NEWEST), NEWEST);
        if (!newest.isEmpty()) {
            localRooms.stripe(roomId).execute(() -> feed.recover(newest, userIds, since));
        }
    }
}
