package dev.parley.flow;

/** A way in for clients; there is one bean for each. Thread-safe. */
public interface Door {

    /** The connections that are open on this node. */
    int count();

    /** Ends all connections, and waits for none of them. */
    void closeAll(Ending ending);
}
