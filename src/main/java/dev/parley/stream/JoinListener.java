package dev.parley.stream;

import dev.parley.history.DurableEvent;
import java.util.List;

/** Waits for a place in a stream; called on the room's stripe. */
public interface JoinListener<S> {

    /**
     * The room is read and the stream stands where the reading does: whoever is entered into the
     * room in this call hears all that comes after, and nothing else.
     *
     * @param since what happened after the reading, in order
     * @return whether the reading could be brought up to that; otherwise nobody was entered, and
     *     the room is read again
     */
    boolean onPosition(S reading, List<DurableEvent> since);

    void onFailure(Throwable failure);
}
