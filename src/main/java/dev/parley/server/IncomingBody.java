package dev.parley.server;

/**
 * The body of a request while it arrives. The server may still receive it after the response.
 * Thread-safe; no call blocks.
 */
public interface IncomingBody {

    /**
     * Returns whether the server has read the whole body, has begun another request, or has closed
     * the connection; also true if the state is unknown.
     */
    boolean isComplete();

    /**
     * Fails the pending read of the connection and all later ones, unless the body {@linkplain
     * #isComplete is complete}. The server then closes the connection.
     */
    void abort();
}
