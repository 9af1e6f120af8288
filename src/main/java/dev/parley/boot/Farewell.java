package dev.parley.boot;

import dev.parley.cluster.Node;
import dev.parley.flow.Drain;
import dev.parley.server.ApplicationServer;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;

/**
 * Drains this node before it stops, if there are other nodes: when the server stops, and when only
 * Parley is undeployed, which WildFly 39 reports only after it has closed the WebSockets.
 * Thread-safe.
 */
@ApplicationScoped
public class Farewell {

    /** A third of the time that orchestrators give a process to stop. */
    private static final Duration LEAVE = Duration.ofSeconds(10);

    @Inject private Drain drain;
    @Inject private Node node;
    @Inject private ApplicationServer server;

    private Runnable endOfNotices = () -> {};
    private boolean said;

    /** Starts to listen for the stop of the server; called once, at start-up. */
    void prepare() {
        endOfNotices = server.onStop(this::say, this::takeBack);
    }

    /** Drains once; returns when all clients have gone, or after ten seconds. */
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
