package dev.parley.stream;

import dev.parley.history.DurableEvent;
import dev.parley.history.StoreUnavailableException;
import dev.parley.history.StoredMessage;
import java.util.ArrayList;
import java.util.List;

/** A room in a database: whoever sees n + 1 can read n. */
final class SimulatedStore implements Tail {

    static final String ROOM = "room";
    static final String EPOCH = "epoch";

    /** Whether the database cannot be reached. */
    boolean away;

    private final List<DurableEvent> committed = new ArrayList<>();

    /** What the first 0, 1, 2 … events weigh together. */
    private final List<Long> weights = new ArrayList<>(List.of(0L));

    private final Runnable onFill;
    private boolean closed;

    /**
     * @param onFill called before missing events are read
     */
    SimulatedStore(Runnable onFill) {
        this.onFill = onFill;
    }

    /** A message, which weighs 200 bytes and two for each character. */
    DurableEvent commit(String text) {
        long rev = last() + 1;
        StoredMessage message =
                new StoredMessage(
                        "m", ROOM, rev, rev, "anna", "Anna", text, null, null, null, 0, null, false,
                        List.of());
        return add(new DurableEvent.MessagePosted(message, EPOCH));
    }

    /** The last event of the room. */
    DurableEvent close() {
        closed = true;
        return add(new DurableEvent.RoomClosed(ROOM, EPOCH, last() + 1, "anna"));
    }

    private DurableEvent add(DurableEvent event) {
        weights.add(weights.get(committed.size()) + event.weight());
        committed.add(event);
        return event;
    }

    /** The place of the latest event. */
    long last() {
        return committed.size();
    }

    /** What the events from one place to another weigh, both included. */
    long weight(long first, long last) {
        return weights.get((int) last) - weights.get((int) first - 1);
    }

    /** What a join reads. */
    Position read() {
        if (away || closed) {
            throw new StoreUnavailableException("simulated", null);
        }
        return new Position(EPOCH, last());
    }

    @Override
    public List<DurableEvent> after(String roomId, long rev, int limit) {
        onFill.run();
        if (away) {
            throw new StoreUnavailableException("simulated", null);
        }
        long from = Math.min(rev, last());
        return List.copyOf(committed.subList((int) from, (int) Math.min(from + limit, last())));
    }
}
