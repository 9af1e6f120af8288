package dev.parley.ops;

import dev.parley.server.ApplicationServer;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * Reports which application server this is, and which protections are missing on it. Always up: a
 * node without a protection still serves its clients. Thread-safe.
 */
final class ServerCheck implements HealthCheck {

    private final ApplicationServer server;

    ServerCheck(ApplicationServer server) {
        this.server = server;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("server")
                .up()
                .withData("name", server.name())
                .withData("missingProtections", server.protections().describe())
                .build();
    }
}
