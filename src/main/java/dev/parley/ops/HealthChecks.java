package dev.parley.ops;

import dev.parley.cluster.Node;
import dev.parley.config.Settings;
import dev.parley.flow.Readiness;
import dev.parley.flow.ThreadPools;
import dev.parley.server.ApplicationServer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Startup;

/**
 * The checks of MicroProfile Health. A node is ready if it accepts clients, reaches its database
 * and has joined its cluster. The members that it sees are data, not a condition: a node that is
 * cut off from the others still delivers what they write in rooms, through the database.
 * Thread-safe.
 */
@ApplicationScoped
public class HealthChecks {

    @Inject private Settings settings;
    @Inject private Readiness readiness;
    @Inject private DatabaseProbe database;
    @Inject private ThreadPools threads;
    @Inject private Node node;
    @Inject private ApplicationServer server;

    /** Always up: what a restart does not cure belongs to readiness. */
    @Produces
    @Liveness
    HealthCheck live() {
        return () -> HealthCheckResponse.up("parley");
    }

    @Produces
    @Startup
    HealthCheck started() {
        return () -> answer("boot", readiness.wasOpened()).build();
    }

    @Produces
    @org.eclipse.microprofile.health.Readiness
    HealthCheck doors() {
        return () -> answer("doors", settings.enabled() && readiness.isOpen()).build();
    }

    @Produces
    @org.eclipse.microprofile.health.Readiness
    HealthCheck database() {
        return () -> answer("database", readiness.wasOpened() && database.answers()).build();
    }

    @Produces
    @org.eclipse.microprofile.health.Readiness
    HealthCheck cluster() {
        return () -> {
            // The node has no name before it has started.
            if (!readiness.wasOpened()) {
                return HealthCheckResponse.down("cluster");
            }
            return answer("cluster", node.isConnected())
                    .withData("node", node.name())
                    .withData("members", String.join(",", node.members().nodes()))
                    .build();
        };
    }

    @Produces
    @org.eclipse.microprofile.health.Readiness
    HealthCheck server() {
        return new ServerCheck(server, readiness);
    }

    @Produces
    @org.eclipse.microprofile.health.Readiness
    HealthCheck threads() {
        return new ThreadCheck(threads.watchdog(), readiness);
    }

    private static HealthCheckResponseBuilder answer(String name, boolean up) {
        return HealthCheckResponse.named(name).status(up);
    }
}
