package dev.parley.flow;

/** The connection of one client, whichever door it came through. Thread-safe. */
public interface OpenConnection {

    /** Ends it, and does not wait for the client. */
    void close(Ending ending);
}
