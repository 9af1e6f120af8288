package dev.parley.stream;

import dev.parley.history.DurableEvent;
import java.util.List;

/** Waits for a join's position in a stream; called on the room's stripe. */
public interface JoinListener<S> {

    /**
     * Called when the room has been read and the stream has reached the position of the reading. A
     * socket that enters the room during this call receives exactly the later events.
     *
     * @param since the events after the reading, in order
     * @return whether the reading could be updated with those events; otherwise nothing was changed
     *     and the room is read again
     */
    boolean onPosition(S reading, List<DurableEvent> since);

    void onFailure(Throwable failure);
}
