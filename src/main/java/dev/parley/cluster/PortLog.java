package dev.parley.cluster;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jgroups.logging.CustomLogFactory;
import org.jgroups.logging.JDKLogImpl;
import org.jgroups.logging.Log;
import org.jgroups.logging.LogFactory;
import org.jgroups.protocols.TCP;

/**
 * Logs the warnings of the cluster port, each kind at most once a minute, because anybody who
 * reaches the port can cause them. Thread-safe.
 */
final class PortLog extends JDKLogImpl {

    private static final long PAUSE_NANOS = Duration.ofMinutes(1).toNanos();
    private static final int MAX_KINDS = 50;

    private final LongSupplier nanoTime;
    private final Map<String, Long> loggedAt = new HashMap<>();

    PortLog(LongSupplier nanoTime) {
        super(TCP.class);
        this.nanoTime = nanoTime;
    }

    /**
     * Makes JGroups log with java.util.logging. By default, JGroups would use the SLF4J API, which
     * the WAR contains for jose4j. On Open Liberty, which has no implementation of it, JGroups
     * would log nothing.
     */
    static void use() {
        LogFactory.setCustomLogFactory(
                new CustomLogFactory() {
                    @Override
                    public Log getLog(Class<?> type) {
                        return type == TCP.class
                                ? new PortLog(System::nanoTime)
                                : new JDKLogImpl(type);
                    }

                    @Override
                    public Log getLog(String category) {
                        return new JDKLogImpl(category);
                    }
                });
    }

    private synchronized boolean isDue(String kind) {
        long now = nanoTime.getAsLong();
        loggedAt.values().removeIf(at -> now - at >= PAUSE_NANOS);
        return loggedAt.size() < MAX_KINDS && loggedAt.putIfAbsent(kind, now) == null;
    }

    private static String kind(String format, Object... details) {
        boolean fails = details.length > 0 && details[details.length - 1] instanceof Throwable;
        return fails ? format + details[details.length - 1].getClass().getName() : format;
    }

    @Override
    public void warn(String message) {
        if (isDue(message)) {
            super.warn(message);
        }
    }

    @Override
    public void warn(String format, Object... details) {
        if (isDue(kind(format, details))) {
            super.warn(format, details);
        }
    }

    @Override
    public void warn(String message, Throwable failure) {
        if (isDue(message)) {
            super.warn(message, failure);
        }
    }

    @Override
    public void error(String message) {
        if (isDue(message)) {
            super.error(message);
        }
    }

    @Override
    public void error(String format, Object... details) {
        if (isDue(kind(format, details))) {
            super.error(format, details);
        }
    }

    @Override
    public void error(String message, Throwable failure) {
        if (isDue(message)) {
            super.error(message, failure);
        }
    }
}
