package dev.parley.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.flow.Readiness;
import dev.parley.server.ApplicationServer;
import dev.parley.server.TestServers;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ServerCheckTest {

    @RegisterExtension final HealthResponses responses = new HealthResponses();

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
                        "READ_SUSPENSION,PONG_LIMIT,CONNECTION_ABORT,REQUEST_ABORT,"
                                + "REQUEST_BODIES,ASYNC_WRITES,FOREIGN_COOKIES,FRAME_LIMIT,FRAGMENT_LIMIT,"
                                + "CONTROL_FRAMES,STOP_NOTICE"),
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
