package dev.parley.hub;

import dev.parley.api.User;
import java.util.concurrent.CompletionStage;

/**
 * Reviews a socket's permissions when its user sends a new token. Implemented above the hub, once
 * for each kind of permission. Thread-safe.
 */
public interface RightsReview {

    /**
     * Revokes what the user is no longer allowed to have.
     *
     * @param renewed the same user according to the new token; the socket still has the old data
     * @return completes when everything is revoked; fails if the permissions cannot be checked now,
     *     and the old token stays
     */
    CompletionStage<Void> review(LocalSocket socket, User renewed);
}
