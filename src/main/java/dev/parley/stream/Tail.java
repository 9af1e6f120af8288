package dev.parley.stream;

import dev.parley.history.DurableEvent;
import java.util.List;

/** Reads the rest of a room's stream. Thread-safe; blocks. */
interface Tail {

    /** Returns the events after {@code rev}, in order and without gaps; at most {@code limit}. */
    List<DurableEvent> after(String roomId, long rev, int limit);
}
