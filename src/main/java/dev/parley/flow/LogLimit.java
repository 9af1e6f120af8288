package dev.parley.flow;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Limits the log lines that clients or other nodes can cause: each reason is logged at most once a
 * minute, with the number of cases that the line stands for. Keeps at most {@value #MAX_REASONS}
 * reasons; the others share a line. Thread-safe.
 */
public final class LogLimit {

    private static final long PAUSE_NANOS = Duration.ofMinutes(1).toNanos();
    private static final int MAX_REASONS = 20;
    private static final String OTHERS = "various other reasons";

    /** When a reason was logged, and how often it has occurred since. */
    private record Entry(long loggedAt, long since) {}

    private final LongSupplier nanoTime;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    public LogLimit() {
        this(System::nanoTime);
    }

    public LogLimit(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * Logs a WARNING with the failure, if it is due. The class of the failure is part of its
     * reason.
     */
    public void warn(Logger log, String reason, Throwable failure) {
        line(reason + ": " + failure.getClass().getName())
                .ifPresent(line -> Guarded.report(log, Level.WARNING, line, failure));
    }

    /** Logs a WARNING, if it is due. */
    public void warn(Logger log, String reason) {
        line(reason).ifPresent(log::warning);
    }

    /** Counts a case. Returns the line to log, or empty if the reason was logged recently. */
    public synchronized Optional<String> line(String reason) {
        long now = nanoTime.getAsLong();
        if (!entries.containsKey(reason)) {
            entries.values().removeIf(entry -> isOver(entry, now));
        }
        boolean known = entries.containsKey(reason) || entries.size() < MAX_REASONS;
        String shown = known ? reason : OTHERS;
        Entry entry = entries.get(shown);
        if (entry != null && !isOver(entry, now)) {
            entries.put(shown, new Entry(entry.loggedAt(), entry.since() + 1));
            return Optional.empty();
        }
        entries.put(shown, new Entry(now, 0));
        long missed = entry == null ? 0 : entry.since();
        String more = missed == 0 ? "" : " (" + missed + " more since the last line)";
        return Optional.of(shown + more);
    }

    private static boolean isOver(Entry entry, long now) {
        return now - entry.loggedAt() >= PAUSE_NANOS;
    }
}
