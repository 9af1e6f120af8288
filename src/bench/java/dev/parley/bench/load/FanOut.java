package dev.parley.bench.load;

import dev.parley.bench.client.EventLoop;
import dev.parley.bench.measure.Latency;
import dev.parley.bench.target.Target;
import java.util.Locale;

/** Sends messages at a fixed rate to rooms with many members. */
public final class FanOut implements Scenario {

    private final Layout layout;
    private final double rate;
    private final Setting setting;

    /**
     * @param rate total messages per second
     */
    public FanOut(Layout layout, double rate, Setting setting) {
        this.layout = layout;
        this.rate = rate;
        this.setting = setting;
    }

    @Override
    public String name() {
        return String.format(Locale.ROOT, "fanout %s at %.0f/s", layout, rate);
    }

    @Override
    public int connections() {
        return layout.clients();
    }

    @Override
    public Measurement run(Target target, EventLoop loop, int round) {
        Measurement result = new Measurement(target.name(), name(), round);
        try (Crowd crowd = new Crowd(target, loop, layout, setting.users(), setting.textLength())) {
            crowd.gather();
            crowd.warmUp(rate, setting.warmup());
            crowd.settle(Waits.SETTLING);
            Reckoning reckoning = new Reckoning(target, crowd);
            Latency lag =
                    Pacer.run(
                            rate,
                            setting.seconds(),
                            (n, due) -> crowd.send(layout.sender(n), true, due));
            reckoning.into(result);
            Reckoning.lag(result, lag);
            result.figure("offered_per_s", rate);
        }
        return result;
    }
}
