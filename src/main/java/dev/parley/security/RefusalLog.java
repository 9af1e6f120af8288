package dev.parley.security;

import dev.parley.flow.LogLimit;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Logs why tokens are refused, within the limits of {@link LogLimit}. Thread-safe. */
final class RefusalLog {

    private static final Logger LOG = System.getLogger(RefusalLog.class.getName());

    private final LogLimit limit;
    private final Consumer<String> log;

    RefusalLog() {
        this(System::nanoTime, line -> LOG.log(Level.INFO, line));
    }

    RefusalLog(LongSupplier nanoTime, Consumer<String> log) {
        this.limit = new LogLimit(nanoTime);
        this.log = log;
    }

    /** Notes a refusal. */
    void note(String reason) {
        limit.line(reason).ifPresent(line -> log.accept("Refused a token: " + line));
    }
}
