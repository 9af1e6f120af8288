package dev.parley.stream;

import dev.parley.history.DurableEvent;
import dev.parley.hub.LocalSocket;
import dev.parley.hub.Rendition;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** How a durable event looks to a client; implemented above. Thread-safe. */
public interface Delivery {

    /** The event's rendition for each receiver, shared by those who see the same. */
    Function<LocalSocket, Rendition> renditions(DurableEvent event);

    /**
     * Tells the connections of this node that belong to the two users of a direct room, who need
     * not have joined it.
     *
     * @param to which of their sockets get it
     */
    void direct(DurableEvent event, Set<String> userIds, Predicate<LocalSocket> to);
}
