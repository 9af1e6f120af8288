package dev.parley.hub;

import java.util.concurrent.CompletionStage;

/**
 * Lets a socket that was lost back into its rooms. Implemented above the hub, where the rights are;
 * thread-safe.
 */
public interface Reentry {

    /**
     * Judges anew whether the socket may be in each of its rooms, and counts it as present there.
     *
     * @return whether it may, and is, in all of them; if not, the caller gives it up. Fails if that
     *     cannot be judged now
     */
    CompletionStage<Boolean> reenter(LocalSocket socket);
}
