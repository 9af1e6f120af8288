package dev.parley.stream;

import dev.parley.flow.ThreadPools;
import dev.parley.flow.Timers;
import dev.parley.history.RoomStore;
import dev.parley.history.Transactions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Finds commits that take place after their senders were told that the outcome is unknown. {@link
 * HeadSweep} finds only those that take effect within seconds of their start. Looks at the rooms
 * concerned every {@link #PAUSE} for {@link #PATIENCE}, with one query, and tells all nodes how far
 * their streams are. Thread-safe.
 */
@ApplicationScoped
public class LateCommits {

    private static final Logger LOG = Logger.getLogger(LateCommits.class.getName());

    static final Duration PAUSE = Duration.ofSeconds(5);

    /** How long to look; later commits are found by the next event or join. */
    static final Duration PATIENCE = Duration.ofMinutes(10);

    private Executor readers;
    private Timers timers;
    private Function<Set<String>, List<RoomStore.Head>> heads;
    private BiConsumer<String, Position> found;

    /** The number of looks that are left, by room. */
    private final Map<String, Long> suspects = new HashMap<>();

    /** How far each stream was at the last look. */
    private final Map<String, Position> positions = new HashMap<>();

    /** The number of looks until the next warning about rooms that are not watched. */
    private long quiet;

    protected LateCommits() {
        // For the container's proxy.
    }

    @Inject
    LateCommits(ThreadPools threads, Transactions transactions, RoomStore rooms, FeedRelay relay) {
        this(
                threads.readers(),
                threads.timers(),
                ids -> transactions.call(() -> rooms.heads(ids)),
                relay::reached);
    }

    /**
     * Creates a watch.
     *
     * @param heads reads the heads of rooms
     * @param found receives how far the stream of a room is
     */
    public LateCommits(
            Executor readers,
            Timers timers,
            Function<Set<String>, List<RoomStore.Head>> heads,
            BiConsumer<String, Position> found) {
        this.readers = readers;
        this.timers = timers;
        this.heads = heads;
        this.found = found;
    }

    /** Tells all nodes that the stream of a room has reached a position. */
    public void found(String roomId, Position position) {
        found.accept(roomId, position);
    }

    /** Watches a room in which a commit of unknown outcome may still take place. */
    public synchronized void suspect(String roomId) {
        if (suspects.isEmpty()) {
            timers.after(PAUSE, this::look);
        }
        if (suspects.size() < RoomStore.MOST_IDS || suspects.containsKey(roomId)) {
            suspects.put(roomId, PATIENCE.dividedBy(PAUSE));
        } else if (quiet == 0) {
            quiet = PATIENCE.dividedBy(PAUSE);
            LOG.log(
                    Level.WARNING,
                    "Commits hang in more than {0} rooms: late commits in the others are found"
                            + " only by the next event or join",
                    suspects.size());
        }
    }

    private void look() {
        try {
            readers.execute(this::read);
        } catch (RuntimeException | Error e) {
            // An Error if the process cannot start a thread; the watch must survive that.
            LOG.log(Level.FINE, "No reader is free to look for late commits", e);
            timers.after(PAUSE, this::look);
        }
    }

    private void read() {
        try {
            heads.apply(rooms()).forEach(this::take);
        } catch (RuntimeException e) {
            // The database may be what makes commits hang.
            LOG.log(Level.FINE, "Looking for late commits failed", e);
        } finally {
            proceed();
        }
    }

    private synchronized Set<String> rooms() {
        return Set.copyOf(suspects.keySet());
    }

    private void take(RoomStore.Head head) {
        Position position = new Position(head.epoch(), head.lastRev());
        Position former;
        synchronized (this) {
            former = positions.put(head.roomId(), position);
        }
        if (!position.equals(former)) {
            found.accept(head.roomId(), position);
        }
    }

    private synchronized void proceed() {
        suspects.replaceAll((room, left) -> left - 1);
        suspects.values().removeIf(left -> left == 0);
        positions.keySet().retainAll(suspects.keySet());
        quiet = suspects.isEmpty() ? 0 : Math.max(0, quiet - 1);
        if (!suspects.isEmpty()) {
            timers.after(PAUSE, this::look);
        }
    }
}
