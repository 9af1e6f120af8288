package dev.parley.ops;

import dev.parley.cluster.Node;
import dev.parley.config.Settings;
import dev.parley.flow.Readiness;
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
 * What MicroProfile Health asks: ready is who lets clients in, has its database, and has joined its
 * cluster. Whom it sees there is told, but is no condition: a node that is cut off from the others
 * brings its clients by the database what those write in rooms. Thread-safe.
 */
@ApplicationScoped
public class HealthChecks {

    @Inject private Settings settings;
    @Inject private Readiness readiness;
    @Inject private DatabaseProbe database;
    @Inject private Node node;
    @Inject private ApplicationServer server;

    /** Whoever can answer lives: what a restart does not cure is a matter of readiness. */
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
            // Before its start the node has no name.
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
        return new ServerCheck(server);
    }

    private static HealthCheckResponseBuilder answer(String name, boolean up) {
        return HealthCheckResponse.named(name).status(up);
    }
}
