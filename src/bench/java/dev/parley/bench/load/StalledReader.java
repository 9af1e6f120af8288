package dev.parley.bench.load;

import dev.parley.bench.client.EventLoop;
import dev.parley.bench.measure.Latency;
import dev.parley.bench.measure.ProcessTime;
import dev.parley.bench.target.Target;
import java.time.Duration;

/**
 * One member of a room stops reading while others send: measures whether the others are affected,
 * how much the server buffers, and whether it closes the connection.
 */
public final class StalledReader implements Scenario {

    private static final int SMALL_BUFFER = 4096;

    /** Long texts, so that the system's buffers for a connection fill up soon. */
    private static final int TEXT = 1000;

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Layout layout;
    private final double rate;
    private final Setting setting;

    /**
     * @param rate messages per second
     */
    public StalledReader(int members, double rate, Setting setting) {
        this.layout = new Layout(1, Math.max(2, members));
        this.rate = rate;
        this.setting = setting;
    }

    @Override
    public String name() {
        return "stalled reader among " + layout.members();
    }

    @Override
    public int connections() {
        return layout.clients();
    }

    @Override
    public Measurement run(Target target, EventLoop loop, int round) {
        Measurement result = new Measurement(target.name(), name(), round);
        int stalled = layout.clients() - 1;
        try (Crowd crowd = new Crowd(target, loop, layout, setting.users(), TEXT)) {
            crowd.gather();
            crowd.replaceBySlow(stalled, SMALL_BUFFER);
            send(crowd, setting.warmup(), false);
            crowd.settle(Waits.SETTLING);
            crowd.stall(stalled);
            double before = ProcessTime.memory(target.serverPids());
            Reckoning reckoning = new Reckoning(target, crowd);
            Latency lag = send(crowd, setting.seconds(), true);
            reckoning.into(result);
            Reckoning.lag(result, lag);
            result.figure(
                    "server_memory_growth_mib", ProcessTime.memory(target.serverPids()) - before);
            result.figure("stalled_was_ended", crowd.wasEnded(stalled, PATIENCE) ? 1 : 0);
        }
        return result;
    }

    private Latency send(Crowd crowd, double seconds, boolean measured) {
        int senders = layout.members() - 1;
        return Pacer.run(rate, seconds, (n, due) -> crowd.send((int) (n % senders), measured, due));
    }
}
