package dev.parley.hub;

import dev.parley.api.User;
import java.util.concurrent.CompletionStage;

/**
 * Judges anew what a socket has when its user brings another token; implemented above, once for
 * each kind of thing that a socket can have. Thread-safe.
 */
public interface RightsReview {

    /**
     * Takes from the socket what the user may not have any more.
     *
     * @param renewed what the new token says of the same user; the socket does not know it yet
     * @return ends when all is taken; fails if that cannot be judged, and the old token stays
     */
    CompletionStage<Void> review(LocalSocket socket, User renewed);
}
