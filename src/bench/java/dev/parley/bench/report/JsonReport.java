package dev.parley.bench.report;

import dev.parley.bench.check.Faults;
import dev.parley.bench.load.Measurement;
import dev.parley.bench.measure.Latency;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.Map;

/** The results as JSON: every figure of every round, and the latencies by percentile. */
public final class JsonReport {

    private static final List<Double> PERCENTILES =
            List.of(0.0, 10.0, 25.0, 50.0, 75.0, 90.0, 95.0, 99.0, 99.5, 99.9, 99.99, 100.0);

    private JsonReport() {}

    public static JsonObject of(Results results) {
        JsonArrayBuilder measurements = Json.createArrayBuilder();
        results.measurements().forEach(m -> measurements.add(measurement(m)));
        return Json.createObjectBuilder()
                .add("command", results.command())
                .add("machine", texts(results.machine()))
                .add("targets", texts(results.targets()))
                .add("measurements", measurements)
                .build();
    }

    private static JsonObjectBuilder texts(Map<String, String> texts) {
        JsonObjectBuilder json = Json.createObjectBuilder();
        texts.forEach(json::add);
        return json;
    }

    private static JsonObjectBuilder measurement(Measurement measurement) {
        JsonObjectBuilder figures = Json.createObjectBuilder();
        measurement.figures().forEach((name, value) -> figures.add(name, finite(value)));
        JsonObjectBuilder latencies = Json.createObjectBuilder();
        measurement.latencies().forEach((name, latency) -> latencies.add(name, latency(latency)));
        Faults faults = measurement.faults();
        return Json.createObjectBuilder()
                .add("target", measurement.target())
                .add("scenario", measurement.scenario())
                .add("round", measurement.round())
                .add("figures", figures)
                .add("latencies_ms", latencies)
                .add(
                        "faults",
                        Json.createObjectBuilder()
                                .add("lost", faults.lost())
                                .add("repeated", faults.repeated())
                                .add("swapped", faults.swapped())
                                .add("wrong", faults.wrong()))
                .add("notes", Json.createArrayBuilder(measurement.notes()));
    }

    private static double finite(double value) {
        return Double.isFinite(value) ? value : -1;
    }

    private static JsonObjectBuilder latency(Latency latency) {
        JsonObjectBuilder json = Json.createObjectBuilder().add("count", latency.count());
        for (double percentile : PERCENTILES) {
            json.add("p" + percentile, latency.millisAt(percentile));
        }
        return json;
    }
}
