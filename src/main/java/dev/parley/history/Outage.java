package dev.parley.history;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Logs the beginning and the end of the time in which the database does not serve, and at most one
 * line a minute in between, however many operations fail. Thread-safe.
 */
@ApplicationScoped
public class Outage {

    private static final Logger LOG = Logger.getLogger(Outage.class.getName());
    private static final long PAUSE_NANOS = Duration.ofMinutes(1).toNanos();

    private final LongSupplier clock;

    private volatile boolean lost;
    private boolean announced;
    private long lostAt;
    private long failedAt;
    private long saidAt;
    private long failures;

    public Outage() {
        this(System::nanoTime);
    }

    /**
     * @param clock in nanoseconds
     */
    Outage(LongSupplier clock) {
        this.clock = clock;
        saidAt = clock.getAsLong() - PAUSE_NANOS;
    }

    /**
     * Records that an operation failed because the database does not serve.
     *
     * @param why safe to log
     */
    synchronized void failed(String why) {
        failedAt = clock.getAsLong();
        failures++;
        if (!lost) {
            lost = true;
            lostAt = failedAt;
            failures = 1;
            announced = false;
        }
        if (failedAt - saidAt >= PAUSE_NANOS) {
            say(Level.WARNING, announced ? "Database still lost: {0}" : "Database lost: {0}", why);
            announced = true;
        }
    }

    /**
     * Records that an operation succeeded.
     *
     * @param begun when it began; an operation that began before the last failure proves nothing
     */
    void succeeded(long begun) {
        if (lost) {
            end(begun);
        }
    }

    private synchronized void end(long begun) {
        if (!lost || begun - failedAt <= 0) {
            return;
        }
        lost = false;
        // Connections that were lost may fail one after the other; one pair of lines is enough.
        if (announced) {
            long seconds = Duration.ofNanos(clock.getAsLong() - lostAt).toSeconds();
            LOG.log(
                    Level.WARNING,
                    "Database back after {0} s; {1} operations failed",
                    new Object[] {Long.toString(seconds), Long.toString(failures)});
        }
    }

    private void say(Level level, String message, String why) {
        LOG.log(level, message, why);
        saidAt = failedAt;
    }
}
