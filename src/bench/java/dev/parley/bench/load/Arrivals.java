package dev.parley.bench.load;

import dev.parley.bench.client.EventLoop;
import dev.parley.bench.measure.Usage;
import dev.parley.bench.target.Target;
import java.time.Instant;

/**
 * Connects all clients; each joins its room at once. Measures the CPU time per arrival, including
 * its presence events, and the time until a message has reached every member of each room.
 */
public final class Arrivals implements Scenario {

    private final Layout layout;
    private final int atOnce;
    private final Setting setting;

    /**
     * @param atOnce how many arrive at a time; all of them if there are not more
     */
    public Arrivals(Layout layout, int atOnce, Setting setting) {
        this.layout = layout;
        this.atOnce = Math.min(atOnce, layout.clients());
        this.setting = setting;
    }

    @Override
    public String name() {
        return "arrivals " + layout + ", " + atOnce + " at once";
    }

    @Override
    public int connections() {
        return layout.clients();
    }

    @Override
    public Measurement run(Target target, EventLoop loop, int round) {
        Measurement result = new Measurement(target.name(), name(), round);
        try (Crowd crowd = new Crowd(target, loop, layout, setting.users(), setting.textLength())) {
            Reckoning reckoning = new Reckoning(target, crowd);
            Usage.Meter meter = new Usage.Meter(target.serverPids(), target.storePids());
            Instant begin = Instant.now();
            double seconds = crowd.arrive(atOnce);
            int clients = layout.clients();
            for (int room = 0; room < layout.rooms(); room++) {
                crowd.send(layout.sender(room), true, System.nanoTime());
            }
            boolean complete = crowd.settle(Waits.SETTLING);
            Usage usage = meter.usage();
            result.lasted(begin, Instant.now())
                    .figure("arrivals_per_s", clients / seconds)
                    .figure("server_cpu_ms_per_arrival", usage.server() / clients * 1e3)
                    .figure("store_cpu_ms_per_arrival", usage.store() / clients * 1e3)
                    .figure("generator_cpu_cores", usage.generator() / usage.wall())
                    .figure("other_cpu_cores", usage.others() / usage.wall())
                    .latency("connect", crowd.connects())
                    .latency("arrival", crowd.joins());
            if (complete) {
                result.figure("heard_s", usage.wall());
            }
            reckoning.verdict(result);
        }
        return result;
    }
}
