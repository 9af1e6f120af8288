package dev.parley.bench;

import dev.parley.bench.target.Places;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs the JMH benchmarks that are compiled with the generator. */
final class Microbenchmarks {

    private Microbenchmarks() {}

    static void run(Arguments arguments) throws IOException {
        String include = arguments.text("include", ".*");
        int forks = arguments.whole("forks", 3, 1, 10);
        int iterations = arguments.whole("iterations", 5, 1, 50);
        double seconds = arguments.number("seconds", 1, 0.1, 10);
        arguments.refuseUnknown();
        Path folder = Files.createDirectories(Places.results());
        TimeValue time = TimeValue.milliseconds(Math.round(seconds * 1000));
        try {
            new Runner(
                            new OptionsBuilder()
                                    .include(include)
                                    .forks(forks)
                                    .warmupIterations(iterations)
                                    .warmupTime(time)
                                    .measurementIterations(iterations)
                                    .measurementTime(time)
                                    .addProfiler(GCProfiler.class)
                                    .resultFormat(ResultFormatType.JSON)
                                    .result(folder.resolve("jmh.json").toString())
                                    .build())
                    .run();
        } catch (RunnerException e) {
            throw new IllegalStateException(e);
        }
    }
}
