package dev.parley.server;

/**
 * The body of a request while the server receives it, which may last longer than the request:
 * servers read what the application has not read. Thread-safe; no call blocks for long.
 */
public interface IncomingBody {

    /** Returns whether the server has received everything, or has closed the connection. */
    boolean isComplete();

    /** Closes the connection, unless the body {@linkplain #isComplete is complete}. */
    void abort();
}
