package dev.parley.stream;

import dev.parley.history.DurableEvent;
import dev.parley.hub.LocalSocket;
import dev.parley.hub.Rendition;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Renders durable events for clients and delivers direct ones; implemented by a higher layer.
 * Thread-safe.
 */
public interface Delivery {

    /**
     * Returns the rendition of the event for each receiver; receivers that see the same share it.
     */
    Function<LocalSocket, Rendition> renditions(DurableEvent event);

    /**
     * Delivers an event of a direct room to its users' connections on this node, joined or not.
     *
     * @param to selects the sockets that receive it
     */
    void direct(DurableEvent event, Set<String> userIds, Predicate<LocalSocket> to);
}
