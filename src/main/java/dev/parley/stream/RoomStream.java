package dev.parley.stream;

import dev.parley.history.DurableEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The durable events of one room, put in order. Not thread-safe: the room's stripe owns it.
 *
 * <p>What comes early waits, within bounds; what does not fit is dropped, since the database has
 * it. A repeat is ignored.
 */
final class RoomStream {

    static final int MAX_EVENTS = 256;
    static final int MAX_BYTES = 256 * 1024;

    private record Waiter(long rev, Runnable action) {}

    private final Consumer<DurableEvent> deliver;

    /** What came early. */
    final TreeMap<Long, DurableEvent> pending = new TreeMap<>();

    private int pendingBytes;

    /** What was delivered last. */
    final ArrayDeque<DurableEvent> ring = new ArrayDeque<>();

    private int ringBytes;
    private final List<Waiter> waiters = new ArrayList<>();

    /** How far the room is in each of its epochs, until it is known which of them counts. */
    private final Map<String, Long> seen = new HashMap<>();

    private String epoch;
    private long delivered;
    private long known;

    /** How many joins are under way; they keep the stream alive. */
    int joining;

    /** Whether somebody reads the missing events from the database. */
    boolean filling;

    RoomStream(Consumer<DurableEvent> deliver) {
        this.deliver = deliver;
    }

    /** Whether the stream knows where it stands. */
    boolean isPlaced() {
        return epoch != null;
    }

    boolean isAt(String otherEpoch) {
        return epoch != null && epoch.equals(otherEpoch);
    }

    /** Takes its place, once; what waited and is older is forgotten, the rest follows. */
    void place(Position position) {
        known = Math.max(position.rev(), seen.getOrDefault(position.epoch(), 0L));
        seen.clear();
        epoch = position.epoch();
        delivered = position.rev();
        drain();
    }

    /** The room has this stream no more: whoever waits in it need not wait any longer. */
    void end() {
        List<Waiter> former = List.copyOf(waiters);
        waiters.clear();
        former.forEach(waiter -> waiter.action().run());
    }

    /** Takes an event, in whatever order. */
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

    /** In this epoch the room is as far as that, or farther. */
    void know(String ofEpoch, long rev) {
        if (!isPlaced()) {
            seen.merge(ofEpoch, rev, Math::max);
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
                waiter.action().run();
            }
        }
    }

    /** Runs {@code action} once the stream stands at {@code rev}; at once if it is there. */
    void whenAt(long rev, Runnable action) {
        known = Math.max(known, rev);
        if (rev <= delivered) {
            action.run();
        } else {
            waiters.add(new Waiter(rev, action));
        }
    }

    /** What was delivered after {@code rev}; empty if it is not remembered that far. */
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

    /** Whether something is missing that is known to be committed. */
    boolean hasGap() {
        return isPlaced() && known > delivered;
    }
}
