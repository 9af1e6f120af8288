package dev.parley.server;

/** Closes the connection below a session without a close frame. Implementations are thread-safe. */
public interface ConnectionAbort {

    /**
     * Makes writes fail: those in progress within two seconds, further ones at once.
     *
     * @return whether {@link #close} has to wait for that, because otherwise their threads would
     *     wait indefinitely
     */
    boolean failWrites();

    /** Closes the connection. Does nothing if it has ended already. */
    void close();
}
