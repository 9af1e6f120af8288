package dev.parley.security;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Logs why tokens are refused: each reason at most once a minute, with the number of refusals that
 * it stands for. Anybody can cause refusals, so it keeps at most {@value #MAX_REASONS} reasons; the
 * others share a line. Thread-safe.
 */
final class RefusalLog {

    private static final Logger LOG = System.getLogger(RefusalLog.class.getName());
    private static final long PAUSE_NANOS = Duration.ofMinutes(1).toNanos();
    private static final int MAX_REASONS = 20;
    private static final String OTHERS = "various other reasons";

    /** When a reason was logged, and how often it has occurred since. */
    private record Entry(long loggedAt, long since) {}

    private final LongSupplier nanoTime;
    private final Consumer<String> log;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    RefusalLog() {
        this(System::nanoTime, line -> LOG.log(Level.INFO, line));
    }

    RefusalLog(LongSupplier nanoTime, Consumer<String> log) {
        this.nanoTime = nanoTime;
        this.log = log;
    }

    /** Notes a refusal. */
    void note(String reason) {
        line(reason).ifPresent(log);
    }

    private synchronized Optional<String> line(String reason) {
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
        return Optional.of("Refused a token: " + shown + more);
    }

    private static boolean isOver(Entry entry, long now) {
        return now - entry.loggedAt() >= PAUSE_NANOS;
    }
}
