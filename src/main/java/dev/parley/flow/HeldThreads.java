package dev.parley.flow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Closes connections whose clients hold a thread of the server: on Open Liberty, the thread that
 * has read a ping waits until the client reads the pong. Also frees threads that still wait when
 * the connection has ended. Thread-safe.
 */
final class HeldThreads {

    /** The time between two calls of {@link #sweep}. */
    static final Duration PAUSE = Duration.ofMillis(250);

    /** Sweeps, 20 s in all, as for any frame: a client may read slowly. */
    private static final int PATIENCE = 80;

    /** With this many held threads, which indicates an attack, clients have less time. */
    private static final int MANY = 8;

    /** Sweeps, 1 s in all: more than a pause for garbage collection. */
    private static final int PATIENCE_WITH_MANY = 4;

    private final Set<WebSocketLink> links = ConcurrentHashMap.newKeySet();

    /** Watches a connection until it is over, and for 20 s after that. */
    void watch(WebSocketLink link) {
        links.add(link);
    }

    /** Closes those that hold a thread for too long. Called by one thread. */
    void sweep() {
        links.removeIf(link -> link.isOver() && link.freeAfterEnd() >= PATIENCE);
        List<WebSocketLink> overdue = new ArrayList<>();
        List<WebSocketLink> repeated = new ArrayList<>();
        for (WebSocketLink link : links) {
            if (link.isOver()) {
                continue;
            }
            int times = link.heldTimes();
            if (times >= PATIENCE) {
                overdue.add(link);
            }
            if (times >= PATIENCE_WITH_MANY) {
                repeated.add(link);
            }
        }
        (repeated.size() >= MANY ? repeated : overdue).forEach(WebSocketLink::releaseHeldThread);
    }
}
