package dev.parley.bench.load;

import dev.parley.bench.measure.JavaProcess;
import dev.parley.bench.measure.Latency;
import dev.parley.bench.measure.ProcessTime;
import dev.parley.bench.measure.Usage;
import dev.parley.bench.target.Target;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Computes the figures that all scenarios share. */
final class Reckoning {

    /** Threads of a JVM that serve no client. */
    private static final List<String> COMPILERS = List.of("C1 Comp", "C2 Comp");

    private static final List<String> COLLECTORS = List.of("GC Thread", "G1 ", "VM Thread");

    private final Target target;
    private final Crowd crowd;
    private final Usage.Meter meter;
    private final Instant began = Instant.now();
    private final double sleeps;
    private final double compiling;
    private final double collecting;
    private final long acked;
    private final long received;

    /** Begins to count. */
    Reckoning(Target target, Crowd crowd) {
        this.target = target;
        this.crowd = crowd;
        this.acked = crowd.acked();
        this.received = crowd.received();
        this.compiling = ProcessTime.ofThreads(target.serverPids(), COMPILERS);
        this.collecting = ProcessTime.ofThreads(target.serverPids(), COLLECTORS);
        this.sleeps = ProcessTime.sleeps(target.serverPids());
        this.meter = new Usage.Meter(target.serverPids(), target.storePids());
    }

    /** Waits for messages in flight, and adds all figures. */
    void into(Measurement result) {
        crowd.settle(Waits.SETTLING);
        usage(result);
        result.latency("delivery", crowd.latency());
        result.latency("ack", crowd.acks());
        verdict(result);
    }

    /** Adds counts and CPU time since the beginning. */
    void usage(Measurement result) {
        Usage usage = meter.usage();
        result.lasted(began, Instant.now());
        double acks = crowd.acked() - acked;
        double deliveries = crowd.received() - received;
        result.figure("acked", acks)
                .figure("delivered", deliveries)
                .figure("acked_per_s", acks / usage.wall())
                .figure("delivered_per_s", deliveries / usage.wall())
                .figure("server_cpu_cores", usage.server() / usage.wall())
                .figure("store_cpu_cores", usage.store() / usage.wall())
                .figure("generator_cpu_cores", usage.generator() / usage.wall())
                .figure("other_cpu_cores", usage.others() / usage.wall());
        if (JavaProcess.among(target.serverPids()).isPresent()) {
            overhead(result, usage.wall());
        }
        if (deliveries > 0) {
            result.figure("server_cpu_us_per_delivery", usage.server() / deliveries * 1e6)
                    .figure("store_cpu_us_per_delivery", usage.store() / deliveries * 1e6)
                    .figure("generator_cpu_us_per_delivery", usage.generator() / deliveries * 1e6);
        }
        double slept = ProcessTime.sleeps(target.serverPids()) - sleeps;
        if (deliveries > 0) {
            result.figure("server_sleeps_per_delivery", Math.max(0, slept) / deliveries);
        }
        if (acks > 0) {
            result.figure(
                    "server_and_store_cpu_us_per_message",
                    (usage.server() + usage.store()) / acks * 1e6);
        }
        memory(result);
    }

    private void overhead(Measurement result, double wall) {
        double compiled = ProcessTime.ofThreads(target.serverPids(), COMPILERS) - compiling;
        double collected = ProcessTime.ofThreads(target.serverPids(), COLLECTORS) - collecting;
        result.figure("compiler_cpu_cores", Math.max(0, compiled) / wall)
                .figure("collector_cpu_cores", Math.max(0, collected) / wall);
    }

    private void memory(Measurement result) {
        result.figure("server_memory_mib", ProcessTime.memory(target.serverPids()));
    }

    /** Adds what went wrong. */
    void verdict(Measurement result) {
        result.faults(crowd.faults());
        result.figure("unanswered", crowd.unanswered());
        Map<String, Long> refusals = crowd.refusals();
        result.figure("refused", refusals.values().stream().mapToLong(Long::longValue).sum());
        refusals.forEach((code, count) -> result.note("refused " + count + " x " + code));
        crowd.losses()
                .forEach((why, count) -> result.note("lost connections: " + count + " " + why));
    }

    /** Adds how late the generator itself was. */
    static void lag(Measurement result, Latency lag) {
        result.figure("generator_lag_p99_ms", lag.millisAt(99));
        result.figure("generator_lag_max_ms", lag.maxMillis());
    }
}
