package dev.parley.ops;

import dev.parley.flow.Readiness;
import dev.parley.flow.Watchdog;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * Reports whether threads and loops of this node have stopped working. A node with a stuck thread
 * answers only some of its clients, so it is down until the thread goes on. Thread-safe.
 */
final class ThreadCheck implements HealthCheck {

    private final Watchdog watchdog;
    private final Readiness readiness;

    ThreadCheck(Watchdog watchdog, Readiness readiness) {
        this.watchdog = watchdog;
        this.readiness = readiness;
    }

    @Override
    public HealthCheckResponse call() {
        Map<String, Long> stuck = watchdog.stuck();
        return HealthCheckResponse.named("threads")
                .status(readiness.wasOpened() && stuck.isEmpty())
                .withData("stuck", describe(stuck))
                .build();
    }

    private static String describe(Map<String, Long> stuck) {
        return stuck.entrySet().stream()
                .map(worker -> worker.getKey() + " (" + worker.getValue() + " s)")
                .collect(Collectors.joining(", "));
    }
}
