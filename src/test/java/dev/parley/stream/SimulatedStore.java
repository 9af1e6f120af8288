package dev.parley.stream;

import dev.parley.history.DurableEvent;
import dev.parley.history.SampleMessages;
import dev.parley.history.StoreUnavailableException;
import dev.parley.history.StoredMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A room in a database: whoever sees n + 1 can read n. */
final class SimulatedStore implements Tail {

    static final String ROOM = "room";

    /** Of the first room of that name. */
    static final String EPOCH = "epoch";

    /** Whether the database cannot be reached. */
    boolean away;

    private final List<DurableEvent> committed = new ArrayList<>();

    /** What the first 0, 1, 2 … events of each epoch weigh together. */
    private final Map<String, List<Long>> weights = new HashMap<>();

    private final Runnable onFill;
    private String epoch = EPOCH;
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
        StoredMessage message = SampleMessages.message("m", ROOM, rev, rev, text);
        return add(new DurableEvent.MessagePosted(message, epoch));
    }

    /** The last event of the room. */
    DurableEvent close() {
        closed = true;
        return add(new DurableEvent.RoomClosed(ROOM, epoch, last() + 1, "anna"));
    }

    private DurableEvent add(DurableEvent event) {
        List<Long> sums = weights.computeIfAbsent(epoch, e -> new ArrayList<>(List.of(0L)));
        sums.add(sums.get(committed.size()) + event.weight());
        committed.add(event);
        return event;
    }

    /** Another room takes the place of this one, with the same name. */
    void replace() {
        epoch = epoch + "'";
        committed.clear();
    }

    /** The place of the latest event. */
    long last() {
        return committed.size();
    }

    /** What the events of a stream from one place to another weigh, both included. */
    long weight(RoomStream stream, long first, long last) {
        if (first > last) {
            return 0;
        }
        String its = weights.keySet().stream().filter(stream::isAt).findAny().orElseThrow();
        return weights.get(its).get((int) last) - weights.get(its).get((int) first - 1);
    }

    /** What a join reads. */
    Position read() {
        if (away || closed) {
            throw new StoreUnavailableException("simulated", null);
        }
        return head();
    }

    /** How far the room is. */
    Position head() {
        return new Position(epoch, last());
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
