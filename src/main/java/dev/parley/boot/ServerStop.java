package dev.parley.boot;

import dev.parley.flow.OpenLiberty;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Hears that the server is about to stop, before it closes its connections. Jakarta EE tells an
 * application that only afterwards: WildFly (39) has closed all WebSockets with 1001 by then, Open
 * Liberty (26.0.0.3) without a word (1006). A server of another kind, or one that is built
 * differently, stops as it always did. Thread-safe.
 */
interface ServerStop extends AutoCloseable {

    Logger LOG = Logger.getLogger(ServerStop.class.getName());

    /** Hears nothing any more. */
    @Override
    void close();

    /**
     * @param before may block, for the server waits for it; called once for each stop
     * @param resumed the server goes on after all
     */
    static ServerStop watch(Runnable before, Runnable resumed) {
        try {
            return OpenLiberty.isHere()
                    ? LibertyStop.watch(before)
                    : WildFlyStop.watch(before, resumed);
        } catch (Exception | LinkageError e) {
            LOG.log(
                    Level.WARNING,
                    "Clients will not be sent to other nodes when this server stops: it cannot be"
                            + " watched",
                    e);
            return () -> {};
        }
    }
}
