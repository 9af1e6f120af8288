package dev.parley.flow;

import java.util.Collection;

/** A way in for clients; there is one bean for each. Thread-safe. */
public interface Door {

    /** The connections that are open on this node, as they come and go. */
    Collection<? extends OpenConnection> open();
}
