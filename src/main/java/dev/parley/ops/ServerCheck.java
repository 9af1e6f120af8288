package dev.parley.ops;

import dev.parley.flow.Readiness;
import dev.parley.server.ApplicationServer;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * Reports which application server this is, and which protections are missing on it. Up while the
 * node is ready, because a node without a protection still serves its clients. WildFly (39) adds
 * the checks of a deployment one by one, so each of them alone must be down before the node is
 * ready. Thread-safe.
 */
final class ServerCheck implements HealthCheck {

    private final ApplicationServer server;
    private final Readiness readiness;

    ServerCheck(ApplicationServer server, Readiness readiness) {
        this.server = server;
        this.readiness = readiness;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("server")
                .status(readiness.isReady())
                .withData("name", server.name())
                .withData("missingProtections", server.protections().describe())
                .build();
    }
}
