package dev.parley.server;

/**
 * A thread of the server that has read a ping and may wait until the client reads. Implementations
 * are thread-safe.
 */
public interface HeldThread {

    /**
     * Returns whether the thread answers a ping, or waits with that until something else is written
     * to the client. It waits for the client if this stays so, and no write completes.
     */
    boolean isBusy();

    /** Makes the next {@code Session.close} proceed without the thread. */
    void letGo();

    /**
     * Frees the thread if the connection has ended and the server would never do so. To be called
     * repeatedly for some time after the end.
     */
    void freeAfterEnd();

    /**
     * Frees a thread that still writes to the connection. To be called after the connection has
     * been closed, including the time of {@link ConnectionAbort#failWrites}.
     */
    void freeWriter();
}
