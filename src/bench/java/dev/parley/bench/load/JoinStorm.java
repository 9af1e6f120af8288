package dev.parley.bench.load;

import dev.parley.bench.client.EventLoop;
import dev.parley.bench.measure.Usage;
import dev.parley.bench.target.Target;

/** Everybody joins at one moment: how long it takes until everybody is in and has the history. */
public final class JoinStorm implements Scenario {

    private static final int HISTORY = 50;
    private static final double RATE = 50;

    private final Layout layout;
    private final Setting setting;

    public JoinStorm(Layout layout, Setting setting) {
        this.layout = layout;
        this.setting = setting;
    }

    @Override
    public String name() {
        return "join storm " + layout;
    }

    @Override
    public int connections() {
        return layout.clients();
    }

    @Override
    public Measurement run(Target target, EventLoop loop, int round) {
        Measurement result = new Measurement(target.name(), name(), round);
        try (Crowd crowd = new Crowd(target, loop, layout, setting.users(), setting.textLength())) {
            crowd.connect(Crowd.GENTLY);
            Usage.Meter meter = new Usage.Meter(target.serverPids(), target.storePids());
            double seconds = crowd.join(layout.clients());
            Usage usage = meter.usage();
            result.figure("join_per_s", layout.clients() / seconds)
                    .figure("storm_other_cpu_cores", usage.others() / usage.wall())
                    .figure("storm_s", seconds)
                    .figure(
                            "server_and_store_cpu_ms_per_join",
                            (usage.server() + usage.store()) / layout.clients() * 1e3)
                    .latency("join", crowd.joins());
            // And now everybody must hear everything.
            Reckoning reckoning = new Reckoning(target, crowd);
            Pacer.run(
                    RATE,
                    HISTORY * layout.rooms() / RATE / 5,
                    (n, due) -> crowd.send(layout.sender(n), true, due));
            reckoning.into(result);
        }
        return result;
    }
}
