package dev.parley.bench.load;

import dev.parley.bench.client.EventLoop;
import dev.parley.bench.measure.Usage;
import dev.parley.bench.target.Target;

/**
 * In each room, one client sends messages, then all others join at the same moment: measures how
 * long it takes until all have joined and have the history.
 */
public final class JoinStorm implements Scenario {

    /** As many as the acknowledgement of a join contains. */
    private static final int HISTORY = 50;

    private static final double HISTORY_RATE = 500;

    /** Messages after the storm in each room; the total rate is {@link #RATE} per second. */
    private static final int AFTERWARDS = 10;

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
            crowd.joinFirst(layout.rooms());
            say(crowd, HISTORY, HISTORY_RATE, false);
            crowd.settle(Waits.SETTLING);
            result.figure("history_per_room", (double) crowd.acked() / layout.rooms());
            int newcomers = Math.max(1, layout.clients() - layout.rooms());
            Usage.Meter meter = new Usage.Meter(target.serverPids(), target.storePids());
            double seconds = crowd.join(layout.clients());
            Usage usage = meter.usage();
            result.figure("join_per_s", newcomers / seconds)
                    .figure("history_per_join", (double) crowd.historyOfJoins() / newcomers)
                    .figure("storm_other_cpu_cores", usage.others() / usage.wall())
                    .figure("storm_s", seconds)
                    .figure(
                            "server_and_store_cpu_ms_per_join",
                            (usage.server() + usage.store()) / newcomers * 1e3)
                    .latency("join", crowd.joins());
            // After the storm, every client must receive every message.
            Reckoning reckoning = new Reckoning(target, crowd);
            say(crowd, AFTERWARDS, RATE, true);
            reckoning.into(result);
        }
        return result;
    }

    /** Sends a number of messages to each room, from its first client. */
    private void say(Crowd crowd, int each, double rate, boolean measured) {
        Pacer.run(
                rate,
                each * layout.rooms() / rate,
                (n, due) -> crowd.send((int) (n % layout.rooms()), measured, due));
    }
}
