package dev.parley.bench;

import dev.parley.bench.load.Measurement;
import dev.parley.bench.load.Scenario;
import dev.parley.bench.measure.Latency;
import dev.parley.bench.measure.Quiet;
import dev.parley.bench.report.BarPlot;
import dev.parley.bench.report.JsonReport;
import dev.parley.bench.report.LatencyPlot;
import dev.parley.bench.report.Machine;
import dev.parley.bench.report.Results;
import dev.parley.bench.report.TableReport;
import dev.parley.bench.target.Folders;
import dev.parley.bench.target.PeerPrograms;
import dev.parley.bench.target.Places;
import dev.parley.bench.target.Target;
import dev.parley.bench.target.Targets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The load generator's command line; {@code docs/bench.md} is its manual. */
public final class Bench {

    private static final List<String> BARS =
            List.of(
                    "server_cpu_us_per_delivery",
                    "server_and_store_cpu_us_per_message",
                    "acked_per_s",
                    "delivered_per_s",
                    "highest_delivered_per_s",
                    "server_cpu_ms_per_arrival",
                    "storm_s");

    private final Arguments arguments;

    private Bench(Arguments arguments) {
        this.arguments = arguments;
    }

    public static void main(String[] words) throws IOException {
        try {
            new Bench(new Arguments(List.of(words))).run();
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
        System.exit(0);
    }

    private void run() throws IOException {
        if (arguments.command().equals("jmh")) {
            Microbenchmarks.run(arguments);
            return;
        }
        if (arguments.command().equals("prepare")) {
            arguments.refuseUnknown();
            PeerPrograms.prepare();
            return;
        }
        List<Scenario> scenarios = new Scenarios(arguments).of(arguments.command());
        if (scenarios.isEmpty()) {
            System.out.println(Help.TEXT);
            return;
        }
        boolean comparing = arguments.command().equals("compare");
        List<String> names =
                arguments.list(
                        "targets",
                        comparing ? "nest-redis,parley-wildfly,parley-liberty" : "parley-wildfly");
        int rounds = arguments.whole("rounds", comparing ? 3 : 1, 1, 50);
        double heat = arguments.number("heat", comparing ? 90 : 30, 0, 600);
        Quiet quiet =
                new Quiet(
                        arguments.number("quiet", 0.5, 0.05, 64),
                        arguments.whole("patience", 0, 0, 600));
        boolean profile = arguments.text("profile", "no").equals("yes");
        Targets.Options options = options();
        arguments.refuseUnknown();
        OpenFiles.require(scenarios);
        Path folder = Files.createDirectories(Places.results().resolve(now()));
        Folders.delete(Places.work());
        try (Targets targets = new Targets(options)) {
            for (String name : names) {
                System.out.println("starting " + name + " ...");
                targets.start(name);
            }
            List<Measurement> measured =
                    new Run(
                                    targets.all(),
                                    scenarios,
                                    rounds,
                                    heat,
                                    quiet,
                                    new Profiler(profile ? folder : null))
                            .measure();
            write(folder, new Results(describe(), machine(), descriptions(targets), measured));
        }
    }

    private Targets.Options options() {
        return new Targets.Options(
                arguments.text("database", "postgres"),
                arguments.text("database-user", "sa"),
                arguments.text("database-password", "sa"),
                arguments.text("heap", "1g"),
                arguments.text("redis-fsync", "always"),
                arguments.text("running", "127.0.0.1:8080"),
                arguments.whole("pid", 0, 0, Integer.MAX_VALUE));
    }

    private String describe() {
        return arguments.toString().replaceAll("(database-password=)\\S+", "$1...");
    }

    private static Map<String, String> machine() {
        return Machine.describe();
    }

    private static Map<String, String> descriptions(Targets targets) {
        Map<String, String> descriptions = new LinkedHashMap<>();
        for (Target target : targets.all()) {
            descriptions.put(target.name(), target.description());
        }
        return descriptions;
    }

    private static String now() {
        return LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmmss"));
    }

    private static void write(Path folder, Results results) throws IOException {
        Files.writeString(folder.resolve("results.json"), JsonReport.of(results).toString());
        String table = TableReport.of(results);
        Files.writeString(folder.resolve("table.md"), table);
        for (String scenario : results.scenarios()) {
            for (String name : List.of("delivery", "ack", "join")) {
                Map<String, Latency> latencies = results.latencies(scenario, name);
                if (!latencies.isEmpty()) {
                    String title = scenario + ": " + name + " latency";
                    String file = title.replaceAll("[^A-Za-z0-9]+", "-") + ".svg";
                    Files.writeString(folder.resolve(file), LatencyPlot.of(title, latencies));
                }
            }
        }
        for (String figure : BARS) {
            String plot = BarPlot.of(results, figure);
            if (plot != null) {
                Files.writeString(folder.resolve(figure + ".svg"), plot);
            }
        }
        System.out.println();
        System.out.println(table);
        System.out.println("Results: " + folder);
    }
}
