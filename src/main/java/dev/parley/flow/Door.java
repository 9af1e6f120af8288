package dev.parley.flow;

import java.util.Collection;

/** A protocol that clients connect with; one bean for each. Thread-safe. */
public interface Door {

    /** Returns a live view of the open connections on this node. */
    Collection<? extends OpenConnection> open();
}
