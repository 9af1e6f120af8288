package dev.parley.stream;

import dev.parley.cluster.ByteReader;
import dev.parley.cluster.ByteWriter;
import dev.parley.cluster.Members;
import dev.parley.cluster.Node;
import dev.parley.flow.ThreadPools;
import dev.parley.history.DurableEvent;
import dev.parley.history.RoomStore;
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

/**
 * Finds the direct messages of which nobody was told here because their node has died, or could not
 * be reached, or did not know that they were stored: who writes after a long time has no place in
 * any {@link DirectFeed}, where the {@link HeadSweep} would miss it. Thread-safe.
 *
 * <p>After a partition of more than a minute it finds those of the last minute only: of older ones
 * it is not known any more whether they were told. It looks several times: what another node
 * commits until it knows, too, who is there, is told to those whom it knew.
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

    /**
     * How old what is looked for may become while the database cannot be read: what is told here is
     * remembered for longer, by as long as one look may take.
     */
    private static final Duration OLDEST = DirectFeed.KEEP.minusSeconds(15);

    /** When the database cannot be read. */
    private static final Duration PAUSE = Duration.ofSeconds(2);

    /** In which suspicions are gathered, so that many of them are one look. */
    private static final Duration GATHERING = Duration.ofSeconds(10);

    /** By how much clocks may differ, at least: a look further back tells nothing twice. */
    private static final Duration MARGIN = Duration.ofSeconds(5);

    private static final String LOOK = "direct-look";
    private static final String MISSED = "direct-missed";
    private static final int VERSION = 1;

    private static final int MOST_HEADS = 20_000;
    private static final int PAGE = 50;
    private static final int MOST_EVENTS = 3_200;

    @Inject private DirectFeed feed;
    @Inject private Tail tail;
    @Inject private RoomStore rooms;
    @Inject private LocalRooms localRooms;
    @Inject private SocketRegistry sockets;
    @Inject private Transactions transactions;
    @Inject private ThreadPools threads;
    @Inject private Node node;

    private final Lookback lookback = new Lookback(DirectFeed.RECENT);

    /** Since when messages may be lost for which nobody looks yet; or null. */
    private Instant suspected;

    /** Begins to watch the nodes; called once, at start-up. */
    public void start() {
        follow(node.members(), false);
        node.follow(this::follow);
        node.messenger().listen(LOOK, (from, bytes) -> onLook(bytes));
        node.messenger().listen(MISSED, (from, bytes) -> lookFor(Missing.fromBytes(bytes)));
    }

    /**
     * A message is stored, and perhaps nobody was told: all nodes look for it that have one of the
     * two. Not if it is so old that it is not known any more who was told.
     *
     * @param except the id of the socket that knows already
     */
    public void missed(StoredMessage message, Set<String> userIds, String except) {
        Instant at = Instant.ofEpochMilli(message.createdAt());
        if (isTooOld(at)) {
            return;
        }
        Missing missing =
                new Missing(message.id(), message.roomId(), message.rev(), userIds, at, except);
        node.messenger().tell(MISSED, missing.toBytes());
        lookFor(missing);
    }

    /**
     * A message of which perhaps nobody was told.
     *
     * @param rev a place of its room, at it or behind it
     */
    private record Missing(
            String id, String roomId, long rev, Set<String> userIds, Instant at, String except) {

        byte[] toBytes() {
            ByteWriter word = new ByteWriter(VERSION).text(id).text(roomId).longInteger(rev);
            return word.longInteger(at.toEpochMilli()).text(except).texts(userIds).toBytes();
        }

        static Missing fromBytes(byte[] word) {
            ByteReader in = new ByteReader(VERSION, word);
            String id = in.text();
            String roomId = in.text();
            long rev = in.longInteger();
            Instant at = Instant.ofEpochMilli(in.longInteger());
            String except = in.text();
            return new Missing(id, roomId, rev, Set.copyOf(in.texts()), at, except);
        }

        boolean is(DurableEvent event) {
            return LateMessages.isMessage(event, id);
        }
    }

    private void lookFor(Missing missing) {
        if (missing.userIds().stream().allMatch(this::isAway)) {
            return;
        }
        try {
            threads.readers().execute(() -> recover(missing));
        } catch (RejectedExecutionException e) {
            LOG.log(Level.FINE, "Too much is read to look for a direct message", e);
        }
    }

    private void recover(Missing missing) {
        try {
            newest(missing.roomId(), missing.rev(), missing.at()).stream()
                    .filter(missing::is)
                    .forEach(event -> tell(event, missing));
        } catch (RuntimeException e) {
            // Its sender has his answer; another who has none asks once more.
            LOG.log(Level.FINE, "A direct message was not looked for", e);
        }
    }

    private void tell(DurableEvent event, Missing missing) {
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
     * Messages may be stored of which nobody was told, in any room: all nodes look for them soon.
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
        look(Instant.ofEpochMilli(new ByteReader(VERSION, word).longInteger()));
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
            threads.readers().execute(() -> recover(since));
        } catch (RejectedExecutionException e) {
            lookAgain(since, e);
        }
    }

    private void lookAgain(Instant since, RuntimeException failure) {
        if (since.isAfter(Instant.now().minus(OLDEST))) {
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
                LOG.warning("Too many direct rooms have moved: some are not looked at");
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
        List<DurableEvent> newest = newest(roomId, head, since);
        if (!newest.isEmpty()) {
            localRooms.stripe(roomId).execute(() -> feed.recover(newest, userIds, since));
        }
    }

    /** The last events, as far back as that time. */
    private List<DurableEvent> newest(String roomId, long head, Instant since) {
        int count = PAGE;
        List<DurableEvent> newest = tail.after(roomId, Math.max(0, head - count), count);
        while (count < Math.min(head, MOST_EVENTS)
                && newest.stream().noneMatch(event -> LateMessages.isBefore(event, since))) {
            count *= 4;
            newest = tail.after(roomId, Math.max(0, head - count), count);
        }
        return newest;
    }
}
