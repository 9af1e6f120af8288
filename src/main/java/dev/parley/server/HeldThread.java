package dev.parley.server;

/**
 * A thread of the server that has read from a client and may wait until the client reads.
 * Implementations are thread-safe.
 */
public interface HeldThread {

    /**
     * Returns whether the thread handles what it has read while something is being written to the
     * client. It waits if this stays so, and no write completes.
     */
    boolean isBusy();

    /** Makes the next {@code Session.close} proceed without the thread. */
    void letGo();
}
