package dev.parley.hub;

import dev.parley.api.User;

/**
 * Keeps rooms, presence and users, on one node or in a cluster: what the hub needs from the layer
 * above. Thread-safe.
 */
public interface Adapter {

    /**
     * Stores a user, so that others can find and message them. May block on the database.
     *
     * @throws RuntimeException if the store cannot be reached
     */
    void remember(User user);

    /** A socket has connected: its user is online. */
    void connected(LocalSocket socket);

    /**
     * A socket has disconnected: its user may now be offline. The socket leaves its rooms, unless
     * it is {@linkplain LocalSocket#isParked parked}: then it keeps receiving their messages, but
     * no longer counts as present.
     */
    void disconnected(LocalSocket socket);

    /** A parked socket will not be recovered. */
    void forget(LocalSocket socket);
}
