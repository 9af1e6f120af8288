package dev.parley.hub;

import dev.parley.api.User;
import java.util.concurrent.CompletionStage;

/**
 * Readmits a recovered socket to its rooms. Implemented above the hub, where permissions are known.
 * Thread-safe.
 */
public interface Reentry {

    /**
     * Checks again whether the user may be in each of the socket's rooms, and counts the socket as
     * present there.
     *
     * @param renewed the same user according to the new token; the socket still has the old data
     * @return whether it was readmitted to all of them; if not, the caller discards the socket.
     *     Fails if the permissions cannot be checked now
     */
    CompletionStage<Boolean> reenter(LocalSocket socket, User renewed);
}
