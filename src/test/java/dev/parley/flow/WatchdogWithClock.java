package dev.parley.flow;

import java.time.Duration;

/** A watchdog whose time passes when a test says so. */
public final class WatchdogWithClock {

    private long now;
    private final Watchdog watchdog = new Watchdog(() -> now);

    public Watchdog watchdog() {
        return watchdog;
    }

    /** Adds a loop that never ends a round. */
    public void standStill(String name) {
        watchdog.watch(name, Rounds.always());
    }

    public void passSeconds(long seconds) {
        now += Duration.ofSeconds(seconds).toNanos();
    }
}
