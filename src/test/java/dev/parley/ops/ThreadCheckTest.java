package dev.parley.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.flow.Readiness;
import dev.parley.flow.WatchdogWithClock;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ThreadCheckTest {

    @RegisterExtension final HealthResponses responses = new HealthResponses();

    private final WatchdogWithClock watched = new WatchdogWithClock();
    private final Readiness readiness = new Readiness();
    private final ThreadCheck check = new ThreadCheck(watched.watchdog(), readiness);

    @Test
    void itIsDownUntilTheNodeHasStarted() {
        assertEquals(Status.DOWN, check.call().getStatus());
        readiness.open();
        assertEquals(Status.UP, check.call().getStatus());
    }

    @Test
    void itNamesWhatIsStuckAndSinceWhen() {
        readiness.open();
        watched.standStill("lane 1");
        check.call();
        watched.passSeconds(31);
        HealthCheckResponse response = check.call();
        assertEquals("threads", response.getName());
        assertEquals(Status.DOWN, response.getStatus());
        assertEquals(Map.of("stuck", "lane 1 (31 s)"), response.getData().orElseThrow());
    }
}
