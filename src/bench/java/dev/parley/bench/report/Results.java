package dev.parley.bench.report;

import dev.parley.bench.load.Measurement;
import dev.parley.bench.measure.Latency;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * All measurements of a run, with statistics over its rounds.
 *
 * @param command what was asked for
 * @param machine on what
 * @param targets names and descriptions; all others are compared with the first
 */
public record Results(
        String command,
        Map<String, String> machine,
        Map<String, String> targets,
        List<Measurement> measurements) {

    /** The middle and the ends of what several rounds gave. */
    public record Spread(double least, double median, double most) {}

    public Set<String> scenarios() {
        return distinct(measurements.stream(), Measurement::scenario);
    }

    /** The targets that went through a scenario. */
    public Set<String> targetsOf(String scenario) {
        return distinct(of(scenario), Measurement::target);
    }

    /** The names of all figures of a scenario. */
    public Set<String> figuresOf(String scenario) {
        Set<String> names = new LinkedHashSet<>();
        of(scenario).forEach(measurement -> names.addAll(measurement.figures().keySet()));
        return names;
    }

    private Stream<Measurement> of(String scenario) {
        return measurements.stream().filter(m -> m.scenario().equals(scenario));
    }

    public List<Measurement> of(String scenario, String target) {
        return of(scenario).filter(m -> m.target().equals(target)).toList();
    }

    private static Set<String> distinct(
            Stream<Measurement> some, Function<Measurement, String> property) {
        Set<String> values = new LinkedHashSet<>();
        some.map(property).forEach(values::add);
        return values;
    }

    /** A figure over all rounds; empty if no round has it. */
    public List<Double> values(String scenario, String target, String figure) {
        return of(scenario, target).stream()
                .map(measurement -> measurement.figures().get(figure))
                .filter(value -> value != null)
                .toList();
    }

    /** A figure as a multiple of the same figure of the first target in the same round. */
    public List<Double> ratios(String scenario, String target, String figure) {
        String first = targetsOf(scenario).iterator().next();
        List<Double> ratios = new ArrayList<>();
        for (Measurement measurement : of(scenario, target)) {
            Double value = measurement.figures().get(figure);
            OptionalDouble other =
                    of(scenario, first).stream()
                            .filter(m -> m.round() == measurement.round())
                            .filter(m -> m.figures().containsKey(figure))
                            .mapToDouble(m -> m.figures().get(figure))
                            .findFirst();
            if (value != null && other.isPresent() && other.getAsDouble() != 0) {
                ratios.add(value / other.getAsDouble());
            }
        }
        return ratios;
    }

    /** Null if there is nothing. */
    public static Spread spread(List<Double> values) {
        if (values.isEmpty()) {
            return null;
        }
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        double median =
                sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(sorted[0], median, Arrays.stream(sorted).max().getAsDouble());
    }

    /** The latencies of all rounds together, by target; those without any are left out. */
    public Map<String, Latency> latencies(String scenario, String name) {
        Map<String, Latency> all = new LinkedHashMap<>();
        of(scenario)
                .filter(measurement -> measurement.latencies().containsKey(name))
                .forEach(
                        measurement ->
                                all.computeIfAbsent(measurement.target(), t -> new Latency())
                                        .add(measurement.latencies().get(name)));
        all.values().removeIf(latency -> latency.count() == 0);
        return all;
    }
}
