package dev.parley.bench.load;

import java.time.Duration;

/** Timeouts of the scenarios. */
final class Waits {

    /** For the last answers and deliveries of a run. */
    static final Duration SETTLING = Duration.ofSeconds(20);

    private Waits() {}
}
