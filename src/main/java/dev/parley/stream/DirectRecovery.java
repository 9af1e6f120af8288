package dev.parley.stream;

import dev.parley.cluster.ByteReader;
import dev.parley.cluster.ByteWriter;
import dev.parley.cluster.Members;
import dev.parley.cluster.Node;
import dev.parley.flow.Allowance;
import dev.parley.flow.ThreadPools;
import dev.parley.history.DirectStore;
import dev.parley.history.DurableEvent;
import dev.parley.history.StoredMessage;
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
import org.jspecify.annotations.Nullable;

/**
 * Finds direct messages that were not delivered here, because the node that committed them died,
 * was unreachable, or did not learn the outcome. A room with no recent messages is in no {@link
 * DirectFeed}, so {@link HeadSweep} would miss it. Thread-safe.
 *
 * <p>After a partition of more than a minute it finds the messages of the last minute only: for
 * older ones the nodes no longer know whether they were delivered. It looks several times, because
 * until another node has the new view of the cluster, it notifies only the members of its old one.
 */
@ApplicationScoped
public class DirectRecovery {

    private static final Logger LOG = Logger.getLogger(DirectRecovery.class.getName());

    private static final List<Duration> AFTER =
            List.of(
                    Duration.ZERO,
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(3),
                    Duration.ofSeconds(8));

    /** How long to collect suspicions, so that many of them need only one look. */
    private static final Duration GATHERING = Duration.ofSeconds(10);

    /** The assumed clock difference; looking back further delivers nothing twice. */
    private static final Duration MARGIN = Duration.ofSeconds(5);

    private static final String LOOK = "direct-look";
    private static final String MISSED = "direct-missed";
    private static final int VERSION = 1;

    private static final int MOST_HEADS = 20_000;

    /** Few, because the threads that read for joins look for them. */
    private static final int MOST_REPORTED = 100;

    /** The number of rooms whose messages are in memory at a time. */
    private static final int PART = 50;

    @Inject private DirectFeed feed;
    @Inject private Tail tail;
    @Inject private DirectStore store;
    @Inject private LocalRooms localRooms;
    @Inject private SocketRegistry sockets;
    @Inject private Transactions transactions;
    @Inject private ThreadPools threads;
    @Inject private Node node;

    /** Opened when it is first needed. */
    private @Nullable DirectPasses passes;

    /** The single messages that other nodes have reported and that are being looked for. */
    private final Allowance reported = new Allowance(MOST_REPORTED);

    private final Lookback lookback = new Lookback(DirectFeed.RECENT);

    /** The earliest time of possibly undelivered messages that nobody looks for yet; or null. */
    private @Nullable Instant suspected;

    /** Starts watching the nodes; called once, at start-up. */
    public void start() {
        follow(node.members(), false);
        node.follow(this::follow);
        node.messenger().listen(LOOK, (from, bytes) -> onLook(bytes));
        node.messenger().listen(MISSED, (from, bytes) -> onMissed(bytes));
    }

    /**
     * Makes all nodes with a connection of these users look for a stored message that may not have
     * been delivered. Does nothing if the message is so old that its deliveries are no longer
     * known.
     *
     * @param except the id of a socket that already has the message, or null
     */
    public void missed(StoredMessage message, Set<String> userIds, @Nullable String except) {
        Instant at = Instant.ofEpochMilli(message.createdAt());
        if (isTooOld(at)) {
            return;
        }
        MissedFrame missing =
                new MissedFrame(message.id(), message.roomId(), message.rev(), userIds, at, except);
        node.messenger().tell(MISSED, missing.toBytes());
        lookFor(missing);
    }

    private void onMissed(byte[] bytes) {
        MissedFrame missing = MissedFrame.fromBytes(bytes);
        if (missing.at().isAfter(Instant.now().minus(DirectFeed.KEEP))) {
            lookFor(missing);
        }
    }

    /** Looks for a message. If too many are being looked for, one pass finds all of them later. */
    private void lookFor(MissedFrame missing) {
        if (missing.userIds().stream().allMatch(this::isAway)) {
            return;
        }
        if (!reported.tryTake(1)) {
            suspect(missing.at());
            return;
        }
        try {
            threads.readers()
                    .execute(
                            () -> {
                                try {
                                    recover(missing);
                                } finally {
                                    reported.giveBack(1);
                                }
                            });
        } catch (RejectedExecutionException e) {
            reported.giveBack(1);
            LOG.log(Level.FINE, "No reader is free to look for a direct message", e);
            suspect(missing.at());
        }
    }

    private void recover(MissedFrame missing) {
        try {
            latest().back(missing.roomId(), missing.rev(), missing.at()).stream()
                    .filter(missing::is)
                    .forEach(event -> tell(event, missing));
        } catch (RuntimeException e) {
            // The sender has the ack; a sender without an ack sends again.
            LOG.log(Level.FINE, "Looking for a direct message failed", e);
        }
    }

    private void tell(DurableEvent event, MissedFrame missing) {
        localRooms
                .stripe(event.roomId())
                .execute(
                        () ->
                                feed.recover(
                                        List.of(event),
                                        missing.userIds(),
                                        missing.at(),
                                        missing.except()));
    }

    private static boolean isTooOld(Instant at) {
        return at.isBefore(Instant.now().minus(DirectFeed.RECENT));
    }

    /**
     * Makes all nodes look soon for undelivered messages, in any room.
     *
     * @param at when the first of them was written
     */
    public synchronized void suspect(Instant at) {
        if (isTooOld(at)) {
            return;
        }
        if (suspected == null) {
            threads.timers().after(GATHERING, this::lookEverywhere);
            suspected = at;
        } else if (at.isBefore(suspected)) {
            suspected = at;
        }
    }

    private void lookEverywhere() {
        Instant since;
        synchronized (this) {
            if (suspected == null) {
                return;
            }
            since = suspected.minus(MARGIN);
            suspected = null;
        }
        byte[] word = new ByteWriter(VERSION).longInteger(since.toEpochMilli()).toBytes();
        if (!node.messenger().tell(LOOK, word)) {
            suspect(since);
        }
        look(since);
    }

    private void onLook(byte[] word) {
        look(asked(new ByteReader(VERSION, word).longInteger(), Instant.now()));
    }

    /**
     * Limits the time that another node asks for, so that this node reads no more than on its own.
     */
    static Instant asked(long sinceMillis, Instant now) {
        Instant since = Instant.ofEpochMilli(sinceMillis);
        Instant oldest = now.minus(DirectFeed.KEEP);
        if (since.isBefore(oldest)) {
            return oldest;
        }
        return since.isAfter(now) ? now : since;
    }

    private synchronized void follow(Members members, boolean merged) {
        lookback.onMembers(Set.copyOf(members.nodes()), merged, Instant.now())
                .ifPresent(
                        since ->
                                AFTER.forEach(
                                        pause -> threads.timers().after(pause, () -> look(since))));
    }

    private void look(Instant since) {
        try {
            passes().request(since);
        } catch (RejectedExecutionException e) {
            LOG.log(Level.FINE, "The node is stopping", e);
        }
    }

    private synchronized DirectPasses passes() {
        DirectPasses existing = passes;
        if (existing == null) {
            existing =
                    new DirectPasses(
                            threads.open(1), threads.timers(), Instant::now, this::recover);
            passes = existing;
        }
        return existing;
    }

    /** Looks at all direct rooms: one query finds them, and two read those of each part. */
    private void recover(Instant since) {
        Map<String, Set<String>> rooms = changed(since);
        rooms.values().removeIf(userIds -> userIds.stream().allMatch(this::isAway));
        List<String> ids = List.copyOf(rooms.keySet());
        for (int from = 0; from < ids.size(); from += PART) {
            List<String> part = ids.subList(from, Math.min(ids.size(), from + PART));
            transactions
                    .call(() -> store.recent(part, since, LatestEvents.MOST_AT_ONCE))
                    .forEach(
                            (room, recent) ->
                                    recover(
                                            room,
                                            recent,
                                            rooms.getOrDefault(room, Set.of()),
                                            since));
        }
    }

    /** Returns the users of the direct rooms that have changed, by room. */
    private Map<String, Set<String>> changed(Instant since) {
        Map<String, Set<String>> rooms = new HashMap<>();
        Duration back = Duration.between(since, Instant.now()).plusSeconds(1);
        List<DirectStore.DirectHead> found =
                transactions.call(() -> store.touchedDirect(back, MOST_HEADS));
        for (DirectStore.DirectHead head : found) {
            rooms.computeIfAbsent(head.roomId(), id -> new TreeSet<>()).add(head.userId());
        }
        if (found.size() == MOST_HEADS) {
            LOG.warning("Too many direct rooms have changed: some are skipped");
            // The limit may have cut off the other of its two users.
            rooms.remove(found.get(MOST_HEADS - 1).roomId());
        }
        return rooms;
    }

    private void recover(
            String roomId, DirectStore.Recent recent, Set<String> userIds, Instant since) {
        Position head = new Position(recent.epoch(), recent.lastRev());
        List<DurableEvent> events = latest().since(roomId, recent, since);
        if (!events.isEmpty()) {
            localRooms
                    .stripe(roomId)
                    .execute(
                            () ->
                                    passes().orAgain(
                                                    since,
                                                    () ->
                                                            feed.recover(
                                                                    events, head, userIds, since,
                                                                    null)));
        }
    }

    private boolean isAway(String userId) {
        return sockets.byUser(userId).isEmpty();
    }

    private LatestEvents latest() {
        return new LatestEvents(tail);
    }
}
