package dev.parley.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of the users who are online, in the order of their ids. Immutable.
 *
 * @param next the cursor of the next page; null after the last one
 */
public record OnlineUsers(List<OnlineUser> users, @Nullable String next) {

    public OnlineUsers {
        users = List.copyOf(users);
    }

    /**
     * A user who is online.
     *
     * @param connections in the cluster; 0 for a moment after the last one was lost
     */
    public record OnlineUser(String userId, String username, int connections) {}
}
