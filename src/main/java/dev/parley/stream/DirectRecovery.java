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
 * Finds the direct messages of which a node that is gone had told nobody: who writes after a long
 * time has no place in any {@link DirectFeed}, where the {@link HeadSweep} would miss it.
 * Thread-safe.
 */
@ApplicationScoped
public class DirectRecovery {

    private static final Logger LOG = Logger.getLogger(DirectRecovery.class.getName());

    /** Longer than it takes to find out that a node is gone. */
    private static final Duration BACK = Duration.ofSeconds(30);

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

    private volatile Set<String> present = Set.of();

    /** Begins to watch the nodes; called once, at start-up. */
    public void start() {
        follow(node.members());
        node.follow(this::follow);
    }

    private void follow(Members members) {
        Set<String> before = present;
        present = Set.copyOf(members.nodes());
        if (!present.containsAll(before)) {
            Instant since = Instant.now().minus(BACK);
            try {
                threads.readers().execute(() -> recover(since));
            } catch (RejectedExecutionException e) {
                LOG.log(Level.WARNING, "Nobody looks for direct messages of a dead node", e);
            }
        }
    }

    private void recover(Instant since) {
        try {
            Map<String, Set<String>> users = new HashMap<>();
            Map<String, Long> heads = new HashMap<>();
            List<RoomStore.DirectHead> found =
                    transactions.call(() -> rooms.touchedDirect(BACK, MOST_HEADS));
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
            LOG.log(Level.WARNING, "Direct messages of a dead node could not be looked for", e);
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
