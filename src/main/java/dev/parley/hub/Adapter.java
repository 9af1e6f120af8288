package dev.parley.hub;

import dev.parley.api.User;

/**
 * What the hub needs of whoever keeps rooms, presence and users, on one node or on many.
 * Thread-safe.
 */
public interface Adapter {

    /**
     * Makes a user known, so that others can find and write to them. May block on the database.
     *
     * @throws RuntimeException if the store cannot be reached
     */
    void remember(User user);

    /** A socket has come: its user is online. */
    void connected(LocalSocket socket);

    /**
     * A socket has gone: its user is perhaps offline. It leaves its rooms, unless it {@linkplain
     * LocalSocket#isParked may come back}: then it is not present there, and hears on.
     */
    void disconnected(LocalSocket socket);

    /** A socket that might have come back will not. */
    void forget(LocalSocket socket);
}
