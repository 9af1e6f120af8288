package dev.parley.bench.load;

import dev.parley.bench.measure.Latency;
import dev.parley.bench.measure.ProcessTime;
import dev.parley.bench.measure.Usage;
import dev.parley.bench.target.Target;
import java.time.Instant;
import java.util.Map;

/** Makes figures of what a crowd went through, alike in all scenarios. */
final class Reckoning {

    private final Target target;
    private final Crowd crowd;
    private final Usage.Meter meter;
    private final Instant began = Instant.now();
    private final double sleeps;
    private final long acked;
    private final long received;

    /** Begins to count. */
    Reckoning(Target target, Crowd crowd) {
        this.target = target;
        this.crowd = crowd;
        this.acked = crowd.acked();
        this.received = crowd.received();
        this.sleeps = ProcessTime.sleeps(target.serverPids());
        this.meter = new Usage.Meter(target.serverPids(), target.storePids());
    }

    /** Waits for what is under way, and adds all that is known by then. */
    void into(Measurement result) {
        crowd.settle(Waits.SETTLING);
        usage(result);
        result.latency("delivery", crowd.latency());
        result.latency("ack", crowd.acks());
        verdict(result);
    }

    /** Adds counts and processor time since the beginning. */
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
