package dev.parley.bench;

import dev.parley.bench.client.EventLoop;
import dev.parley.bench.load.Arrivals;
import dev.parley.bench.load.ClosedLoop;
import dev.parley.bench.load.Layout;
import dev.parley.bench.load.Measurement;
import dev.parley.bench.load.Scenario;
import dev.parley.bench.load.Setting;
import dev.parley.bench.measure.Quiet;
import dev.parley.bench.target.Target;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs every scenario against every target, in interleaved rounds, so that other load on the
 * machine affects all targets alike.
 */
final class Run {

    private static final double HEAT_SECONDS = 5;

    /** Cores that the JIT compiler of a warm JVM uses. */
    private static final double COOL = 0.05;

    private static final int HEATERS = 200;
    private static final int SENDERS = 20;
    private static final int TEXT = 100;

    private final List<Target> targets;
    private final List<Scenario> scenarios;
    private final int rounds;
    private final double heat;
    private final Quiet quiet;
    private final Profiler profiler;

    /**
     * @param heat maximum seconds of load for each target before the first round, because a JVM
     *     that has just started is slower
     * @param quiet waits for an idle machine before each measurement
     */
    Run(
            List<Target> targets,
            List<Scenario> scenarios,
            int rounds,
            double heat,
            Quiet quiet,
            Profiler profiler) {
        this.targets = targets;
        this.scenarios = scenarios;
        this.rounds = rounds;
        this.heat = heat;
        this.quiet = quiet;
        this.profiler = profiler;
    }

    List<Measurement> measure() {
        List<Measurement> results = new ArrayList<>();
        try (EventLoop loop = new EventLoop()) {
            heat(loop);
            for (Scenario scenario : scenarios) {
                for (int round = 1; round <= rounds; round++) {
                    for (Target target : targets) {
                        results.add(one(target, scenario, loop, round));
                    }
                }
            }
        }
        return results;
    }

    /** Keeps the JVM busy until its JIT compiler is nearly idle, or the time is over. */
    private void heat(EventLoop loop) {
        Setting setting = new Setting(HEAT_SECONDS, 1, HEATERS, TEXT);
        Scenario busy = new ClosedLoop(new Layout(10, HEATERS / 10), SENDERS, setting);
        // Connects more than the first one, and joins more rooms.
        Scenario arrivals = new Arrivals(new Layout(HEATERS / 2, 4), HEATERS / 4, setting);
        for (Target target : targets) {
            double compiler = 1;
            long end = System.nanoTime() + (long) (heat * 1e9);
            while (System.nanoTime() < end && compiler > COOL) {
                System.out.printf("heating %s ...%n", target.name());
                arrivals.run(target, loop, 0);
                Measurement measured = busy.run(target, loop, 0);
                compiler = measured.figures().getOrDefault("compiler_cpu_cores", 0.0);
            }
        }
    }

    private Measurement one(Target target, Scenario scenario, EventLoop loop, int round) {
        quiet.await();
        System.out.printf("round %d, %s, %s ...%n", round, scenario.name(), target.name());
        try {
            return profiler.during(target, () -> scenario.run(target, loop, round));
        } catch (IllegalStateException e) {
            System.out.println("    failed: " + e.getMessage());
            return new Measurement(target.name(), scenario.name(), round)
                    .figure("failed", 1)
                    .note("failed: " + e.getMessage());
        }
    }
}
