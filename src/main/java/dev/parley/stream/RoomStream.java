package dev.parley.stream;

import dev.parley.flow.Guarded;
import dev.parley.history.DurableEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Puts the durable events of one room in order. Not thread-safe: owned by the room's stripe.
 *
 * <p>Early events wait, within limits. Events beyond the limits are dropped, because they can be
 * read from the database. Repeats are ignored.
 */
final class RoomStream {

    private static final Logger LOG = Logger.getLogger(RoomStream.class.getName());

    static final int MAX_EVENTS = 256;
    static final int MAX_BYTES = 256 * 1024;

    /** How many confirmations for other nodes may wait. Above it, those nodes get no answer. */
    static final int MAX_CONFIRMATIONS = 1_000;

    /** How many epochs are remembered until the stream has its position. */
    static final int MAX_EPOCHS = 16;

    private record Waiter(long rev, Runnable action) {}

    private final Consumer<DurableEvent> deliver;

    /** The events that arrived early. */
    final TreeMap<Long, DurableEvent> pending = new TreeMap<>();

    private int pendingBytes;

    /** The latest delivered events. */
    final ArrayDeque<DurableEvent> ring = new ArrayDeque<>();

    private int ringBytes;
    private final List<Waiter> waiters = new ArrayList<>();

    /** The highest known {@code rev} of each epoch, until the stream has its position. */
    final Map<String, Long> seen = new HashMap<>();

    /** Null until the stream has its position. */
    private @Nullable String epoch;

    private long delivered;
    private long known;

    /** The number of joins in progress; they keep the stream alive. */
    int joining;

    /** Whether missing events are being read from the database. */
    volatile boolean filling;

    RoomStream(Consumer<DurableEvent> deliver) {
        this.deliver = deliver;
    }

    /** Whether the stream has its position. */
    boolean isPlaced() {
        return epoch != null;
    }

    boolean isAt(String otherEpoch) {
        return epoch != null && epoch.equals(otherEpoch);
    }

    /** Sets the position, once. Drops older waiting events, and delivers the following ones. */
    void place(Position position) {
        known = Math.max(position.rev(), seen.getOrDefault(position.epoch(), 0L));
        seen.clear();
        epoch = position.epoch();
        delivered = position.rev();
        drain();
    }

    /** Ends the stream, and runs the actions of all waiters. */
    void end() {
        List<Waiter> former = List.copyOf(waiters);
        waiters.clear();
        former.forEach(RoomStream::run);
    }

    /** Takes an event; events may arrive in any order. */
    void offer(DurableEvent event) {
        if (isPlaced() && (!isAt(event.epoch()) || event.rev() <= delivered)) {
            return;
        }
        know(event.epoch(), event.rev());
        if (isPlaced() && event.rev() == delivered + 1) {
            advance(event);
            drain();
        } else if (pending.size() < MAX_EVENTS
                && pendingBytes + event.weight() <= MAX_BYTES
                && pending.putIfAbsent(event.rev(), event) == null) {
            pendingBytes += event.weight();
        }
    }

    /** Records that the room's stream has reached {@code rev} in this epoch. */
    void know(String ofEpoch, long rev) {
        if (!isPlaced()) {
            if (seen.size() < MAX_EPOCHS || seen.containsKey(ofEpoch)) {
                seen.merge(ofEpoch, rev, Math::max);
            }
        } else if (isAt(ofEpoch)) {
            known = Math.max(known, rev);
        }
    }

    private void drain() {
        while (!pending.isEmpty() && pending.firstKey() <= delivered + 1) {
            DurableEvent next = pending.pollFirstEntry().getValue();
            pendingBytes -= next.weight();
            if (next.rev() == delivered + 1 && isAt(next.epoch())) {
                advance(next);
            }
        }
    }

    private void advance(DurableEvent event) {
        deliver.accept(event);
        delivered = event.rev();
        ring.addLast(event);
        ringBytes += event.weight();
        while (ring.size() > MAX_EVENTS || ringBytes > MAX_BYTES) {
            ringBytes -= ring.removeFirst().weight();
        }
        wake();
    }

    private void wake() {
        for (Waiter waiter : List.copyOf(waiters)) {
            if (waiter.rev() <= delivered && waiters.remove(waiter)) {
                run(waiter);
            }
        }
    }

    /** A waiter that fails must not stop the stream, nor the other waiters. */
    private static void run(Waiter waiter) {
        Guarded.run(LOG, "A waiter for an event failed", waiter.action());
    }

    /**
     * Runs {@code action} once the stream has reached {@code rev}; immediately if it already has.
     */
    void whenAt(long rev, Runnable action) {
        known = Math.max(known, rev);
        if (rev <= delivered) {
            action.run();
        } else {
            waiters.add(new Waiter(rev, action));
        }
    }

    /**
     * Does the same for a confirmation that another node waits for. Does nothing if too many
     * actions wait.
     */
    void confirmAt(long rev, Runnable action) {
        if (waiters.size() < MAX_CONFIRMATIONS) {
            whenAt(rev, action);
        }
    }

    /**
     * Returns the events delivered after {@code rev}; empty if the stream no longer holds all of
     * them.
     */
    Optional<List<DurableEvent>> since(long rev) {
        if (rev >= delivered) {
            return Optional.of(List.of());
        }
        if (ring.isEmpty() || ring.peekFirst().rev() > rev + 1) {
            return Optional.empty();
        }
        return Optional.of(ring.stream().filter(event -> event.rev() > rev).toList());
    }

    long delivered() {
        return delivered;
    }

    /** Whether a committed event is missing. */
    boolean hasGap() {
        return isPlaced() && known > delivered;
    }
}
