package dev.parley.stream;

import dev.parley.history.DirectStore;
import dev.parley.history.DurableEvent;
import java.time.Instant;
import java.util.List;

/**
 * Reads the latest events of a room, back to a time, as far as a limit allows. Blocks.
 *
 * @param tail reads the streams
 */
record LatestEvents(Tail tail) {

    /** The number of a room's latest events that are looked at together with other rooms. */
    static final int MOST_AT_ONCE = 200;

    private static final int PAGE = 50;
    private static final int MOST_EVENTS = 3_200;

    /**
     * Returns the messages that were read together with those of other rooms, if they include all
     * since a time; otherwise the latest events. Edits and reactions count as events, too: a few
     * messages may be all that the latest events contain, and still not all since that time.
     */
    List<DurableEvent> since(String roomId, DirectStore.Recent recent, Instant since) {
        Instant earliest = recent.earliest();
        boolean isWhole =
                recent.lastRev() <= MOST_AT_ONCE || earliest != null && earliest.isBefore(since);
        return isWhole ? recent.messages() : back(roomId, recent.lastRev(), since);
    }

    /** Returns the latest events, at least back to {@code since}. */
    List<DurableEvent> back(String roomId, long head, Instant since) {
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
