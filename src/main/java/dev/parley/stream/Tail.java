package dev.parley.stream;

import dev.parley.history.DurableEvent;
import java.util.List;

/** Where the rest of a room's stream can be read. Thread-safe; blocks. */
interface Tail {

    /** What was committed after a place, in order and without holes; at most {@code limit}. */
    List<DurableEvent> after(String roomId, long rev, int limit);
}
