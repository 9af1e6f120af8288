package dev.parley.bench.load;

import dev.parley.bench.check.Faults;
import dev.parley.bench.measure.Latency;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The result of one run of one scenario against one target. */
public final class Measurement {

    private final String target;
    private final String scenario;
    private final int round;
    private final Map<String, Double> figures = new LinkedHashMap<>();
    private final Map<String, Latency> latencies = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();
    private Faults faults = Faults.NONE;
    private Instant began = Instant.MAX;
    private Instant ended = Instant.MIN;

    public Measurement(String target, String scenario, int round) {
        this.target = target;
        this.scenario = scenario;
        this.round = round;
    }

    /**
     * Adds a figure.
     *
     * @param name with its unit, such as {@code server_cpu_us_per_delivery}
     */
    public Measurement figure(String name, double value) {
        figures.put(name, value);
        return this;
    }

    /** Adds latencies, and their percentiles as figures. */
    public Measurement latency(String name, Latency latency) {
        latencies.put(name, latency);
        figure(name + "_p50_ms", latency.millisAt(50));
        figure(name + "_p99_ms", latency.millisAt(99));
        figure(name + "_p999_ms", latency.millisAt(99.9));
        return figure(name + "_max_ms", latency.maxMillis());
    }

    public Measurement faults(Faults found) {
        faults = faults.plus(found);
        return this;
    }

    /** Sets the time of the measured part. */
    Measurement lasted(Instant from, Instant to) {
        began = from;
        ended = to;
        return this;
    }

    /** Returns whether something happened in the measured part. */
    public boolean covers(Instant moment) {
        return !moment.isBefore(began) && !moment.isAfter(ended);
    }

    /** Adds a note for readers of the figures. */
    public Measurement note(String note) {
        notes.add(note);
        return this;
    }

    public String target() {
        return target;
    }

    public String scenario() {
        return scenario;
    }

    public int round() {
        return round;
    }

    public Map<String, Double> figures() {
        return figures;
    }

    public Map<String, Latency> latencies() {
        return latencies;
    }

    public Faults faults() {
        return faults;
    }

    public List<String> notes() {
        return notes;
    }
}
