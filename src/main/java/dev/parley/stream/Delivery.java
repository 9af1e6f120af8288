package dev.parley.stream;

import dev.parley.history.DurableEvent;
import dev.parley.hub.Rendition;
import dev.parley.hub.Socket;
import java.util.function.Function;

/** How a durable event looks to a client; implemented above. Thread-safe. */
public interface Delivery {

    /** The event's rendition for each receiver, shared by those who see the same. */
    Function<Socket, Rendition> renditions(DurableEvent event);
}
