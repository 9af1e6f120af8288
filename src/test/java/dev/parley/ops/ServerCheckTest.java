package dev.parley.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.flow.Readiness;
import dev.parley.server.ApplicationServer;
import dev.parley.server.TestServers;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServerCheckTest {

    /** Stands in for the container's. */
    private static final class Builder extends HealthCheckResponseBuilder {
        private final Map<String, Object> data = new HashMap<>();
        private String name;
        private Status status;

        @Override
        public HealthCheckResponseBuilder name(String value) {
            name = value;
            return this;
        }

        @Override
        public HealthCheckResponseBuilder withData(String key, String value) {
            data.put(key, value);
            return this;
        }

        @Override
        public HealthCheckResponseBuilder withData(String key, long value) {
            data.put(key, value);
            return this;
        }

        @Override
        public HealthCheckResponseBuilder withData(String key, boolean value) {
            data.put(key, value);
            return this;
        }

        @Override
        public HealthCheckResponseBuilder up() {
            return status(true);
        }

        @Override
        public HealthCheckResponseBuilder down() {
            return status(false);
        }

        @Override
        public HealthCheckResponseBuilder status(boolean up) {
            status = up ? Status.UP : Status.DOWN;
            return this;
        }

        @Override
        public HealthCheckResponse build() {
            return new HealthCheckResponse(name, status, Optional.of(data));
        }
    }

    @BeforeEach
    void useOwnResponses() {
        HealthCheckResponse.setResponseProvider(Builder::new);
    }

    @AfterEach
    void forgetOwnResponses() {
        HealthCheckResponse.setResponseProvider(null);
    }

    @Test
    void theMissingProtectionsOfAnUnknownServerAreInTheHealthData() {
        ApplicationServer server = TestServers.unknown();
        Readiness ready = new Readiness();
        ready.open();
        HealthCheckResponse response = new ServerCheck(server, ready).call();
        assertEquals("server", response.getName());
        assertEquals(Status.UP, response.getStatus());
        assertEquals(
                Map.of(
                        "name",
                        server.name(),
                        "missingProtections",
                        "READ_SUSPENSION,PONG_LIMIT,CONNECTION_ABORT,REQUEST_ABORT,FRAME_LIMIT,"
                                + "STOP_NOTICE"),
                response.getData().orElseThrow());
    }

    /** WildFly asks it while the other checks of the deployment are not registered yet. */
    @Test
    void itIsDownUntilTheNodeIsReady() {
        Readiness readiness = new Readiness();
        ServerCheck check = new ServerCheck(TestServers.unknown(), readiness);
        assertEquals(Status.DOWN, check.call().getStatus());
        readiness.open();
        assertEquals(Status.UP, check.call().getStatus());
    }
}
