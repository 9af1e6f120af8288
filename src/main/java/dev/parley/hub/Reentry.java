package dev.parley.hub;

import java.util.concurrent.CompletionStage;

/**
 * Readmits a recovered socket to its rooms. Implemented above the hub, where permissions are known.
 * Thread-safe.
 */
public interface Reentry {

    /**
     * Checks again whether the socket may be in each of its rooms, and counts it as present there.
     *
     * @return whether it was readmitted to all of them; if not, the caller discards the socket.
     *     Fails if the permissions cannot be checked now
     */
    CompletionStage<Boolean> reenter(LocalSocket socket);
}
