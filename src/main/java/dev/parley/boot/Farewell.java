package dev.parley.boot;

import dev.parley.cluster.Node;
import dev.parley.flow.Drain;
import dev.parley.server.ApplicationServer;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;

/**
 * Sends clients to the other nodes in order before this one goes, if there are others: when the
 * server stops, and when Parley alone is undeployed, which WildFly (39) tells only after it has
 * closed the WebSockets. Thread-safe.
 */
@ApplicationScoped
public class Farewell {

    /** The third part of what orchestrators give a server to end. */
    private static final Duration LEAVE = Duration.ofSeconds(10);

    @Inject private Drain drain;
    @Inject private Node node;
    @Inject private ApplicationServer server;

    private Runnable endOfNotices = () -> {};
    private boolean said;

    /** Begins to listen; called once, at start-up. */
    void prepare() {
        endOfNotices = server.onStop(this::say, this::takeBack);
    }

    /** Returns when all have gone, or after ten seconds; says it once. */
    synchronized void say() {
        if (!said && !node.members().others().isEmpty()) {
            said = true;
            drain.finishWithin(LEAVE);
        }
    }

    private synchronized void takeBack() {
        if (said) {
            said = false;
            drain.cancel();
        }
    }

    @PreDestroy
    void stopListening() {
        endOfNotices.run();
    }
}
