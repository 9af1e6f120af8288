package dev.parley.api;

/** When a frame may be lost on its way out. */
public enum Loss {
    /** Never: a client that cannot take it is disconnected, and recovers. */
    NEVER,
    /** When the client's queue is full. */
    UNDER_LOAD,
    /** Whenever the client cannot take it at once: a volatile event of Socket.IO. */
    UNLESS_READY;

    /** Whether it may be lost at all. */
    public boolean isPossible() {
        return this != NEVER;
    }
}
