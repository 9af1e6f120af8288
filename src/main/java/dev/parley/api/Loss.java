package dev.parley.api;

/** When an event may be lost on its way to a client. */
public enum Loss {
    /** Never: a client that is too slow for it is disconnected, and recovers. */
    NEVER,
    /** While the client's queue is full. */
    UNDER_LOAD,
    /** Unless it can be written at once: a volatile event of Socket.IO. */
    UNLESS_READY;

    /** Whether the event may be lost at all. */
    public boolean isPossible() {
        return this != NEVER;
    }
}
