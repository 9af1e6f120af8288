package dev.parley.flow;

/** The connection of one client, by any protocol. Thread-safe. */
public interface OpenConnection {

    /** Closes the connection without waiting for the client. */
    void close(Ending ending);
}
