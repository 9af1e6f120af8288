package dev.parley.bench;

import dev.parley.bench.client.EventLoop;
import dev.parley.bench.load.Measurement;
import dev.parley.bench.load.Scenario;
import dev.parley.bench.target.Target;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts every target through every scenario, in rounds: all targets once, then all once more, so
 * that whatever else the machine does in between strikes all alike.
 */
final class Run {

    private final List<Target> targets;
    private final List<Scenario> scenarios;
    private final int rounds;
    private final boolean warmUp;
    private final Profiler profiler;

    /**
     * @param warmUp whether a round goes before that does not count
     */
    Run(
            List<Target> targets,
            List<Scenario> scenarios,
            int rounds,
            boolean warmUp,
            Profiler profiler) {
        this.targets = targets;
        this.scenarios = scenarios;
        this.rounds = rounds;
        this.warmUp = warmUp;
        this.profiler = profiler;
    }

    List<Measurement> measure() {
        List<Measurement> results = new ArrayList<>();
        try (EventLoop loop = new EventLoop()) {
            for (Scenario scenario : scenarios) {
                for (int round = warmUp ? 0 : 1; round <= rounds; round++) {
                    for (Target target : targets) {
                        Measurement measured = one(target, scenario, loop, round);
                        if (round > 0) {
                            results.add(measured);
                        }
                    }
                }
            }
        }
        return results;
    }

    private Measurement one(Target target, Scenario scenario, EventLoop loop, int round) {
        System.out.printf("round %d, %s, %s ...%n", round, scenario.name(), target.name());
        try {
            return round == 0
                    ? scenario.run(target, loop, round)
                    : profiler.during(target, () -> scenario.run(target, loop, round));
        } catch (IllegalStateException e) {
            System.out.println("    failed: " + e.getMessage());
            return new Measurement(target.name(), scenario.name(), round)
                    .figure("failed", 1)
                    .note("failed: " + e.getMessage());
        }
    }
}
