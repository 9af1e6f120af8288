package dev.parley.bench.load;

import dev.parley.bench.client.EventLoop;
import dev.parley.bench.measure.Usage;
import dev.parley.bench.target.Target;

/**
 * All clients connect, and each joins its room as soon as it is connected: measures what an arrival
 * costs, with the presence events that it causes, and how long it takes until all hear each other.
 */
public final class Arrivals implements Scenario {

    /** Messages at the end, from clients all over the rooms. */
    private static final int MESSAGES = 20;

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
            Usage.Meter meter = new Usage.Meter(target.serverPids(), target.storePids());
            Reckoning reckoning = new Reckoning(target, crowd);
            double seconds = crowd.arrive(atOnce);
            int clients = layout.clients();
            int step = Math.max(1, clients / MESSAGES);
            for (int client = 0; client < clients; client += step) {
                crowd.send(client, true, System.nanoTime());
            }
            crowd.settle(Waits.SETTLING);
            Usage usage = meter.usage();
            result.figure("arrivals_per_s", clients / seconds)
                    .figure("heard_s", usage.wall())
                    .figure("server_cpu_ms_per_arrival", usage.server() / clients * 1e3)
                    .figure("store_cpu_ms_per_arrival", usage.store() / clients * 1e3)
                    .figure("generator_cpu_cores", usage.generator() / usage.wall())
                    .figure("other_cpu_cores", usage.others() / usage.wall())
                    .latency("connect", crowd.connects())
                    .latency("join", crowd.joins());
            reckoning.verdict(result);
        }
        return result;
    }
}
