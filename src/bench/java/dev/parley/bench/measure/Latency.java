package dev.parley.bench.measure;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Latencies from the time at which something was due, even if it happened later: a late or blocked
 * sender makes them longer and never hides them. In microseconds, with three digits, up to a
 * minute. Not thread-safe.
 */
public final class Latency {

    private static final long LONGEST = TimeUnit.MINUTES.toMicros(1);

    private final Histogram histogram = new Histogram(LONGEST, 3);

    /** Both times are {@link System#nanoTime}s. */
    public void record(long intended, long now) {
        long micros = TimeUnit.NANOSECONDS.toMicros(now - intended);
        histogram.recordValue(Math.max(0, Math.min(LONGEST, micros)));
    }

    public void add(Latency other) {
        histogram.add(other.histogram);
    }

    public Latency copy() {
        Latency copy = new Latency();
        copy.add(this);
        return copy;
    }

    public void reset() {
        histogram.reset();
    }

    public long count() {
        return histogram.getTotalCount();
    }

    /** In milliseconds; 0 if there is none. */
    public double millisAt(double percentile) {
        return count() == 0 ? 0 : histogram.getValueAtPercentile(percentile) / 1000.0;
    }

    public double maxMillis() {
        return histogram.getMaxValue() / 1000.0;
    }
}
