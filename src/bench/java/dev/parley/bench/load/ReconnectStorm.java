package dev.parley.bench.load;

import dev.parley.bench.client.EventLoop;
import dev.parley.bench.measure.Latency;
import dev.parley.bench.measure.Usage;
import dev.parley.bench.target.Target;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * All clients but one sender in each room lose their connection at the same moment and reconnect at
 * once, while the senders continue: measures how long it takes, and whether messages are missing at
 * the end.
 */
public final class ReconnectStorm implements Scenario {

    /** Fewer than the acknowledgement of a join can contain, however long the storm takes. */
    private static final int MOST_MESSAGES = 900;

    private final Layout layout;
    private final double rate;
    private final Setting setting;

    /**
     * @param rate total messages per second meanwhile
     */
    public ReconnectStorm(Layout layout, double rate, Setting setting) {
        this.layout = layout;
        this.rate = Math.min(rate, MOST_MESSAGES / setting.seconds() * layout.rooms());
        this.setting = setting;
    }

    @Override
    public String name() {
        return "reconnect storm " + layout;
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
            Reckoning reckoning = new Reckoning(target, crowd);
            // The first client of each room is its sender, and stays.
            CompletableFuture<Latency> traffic =
                    CompletableFuture.supplyAsync(
                            () ->
                                    Pacer.run(
                                            rate,
                                            setting.seconds(),
                                            (n, due) ->
                                                    crowd.send(
                                                            (int) (n % layout.rooms()),
                                                            true,
                                                            due)));
            storm(target, crowd, result);
            Reckoning.lag(result, get(traffic));
            reckoning.into(result);
        }
        if (!target.resumes()) {
            result.note("does not bring what was missed; only what came after the joins is judged");
        }
        return result;
    }

    private void storm(Target target, Crowd crowd, Measurement result) {
        crowd.cutAllBut(layout.rooms());
        int returning = layout.clients() - layout.rooms();
        Usage.Meter meter = new Usage.Meter(target.serverPids(), target.storePids());
        double connecting = crowd.connect(layout.clients());
        double joining = crowd.join(layout.clients());
        Usage usage = meter.usage();
        result.figure("storm_s", connecting + joining)
                .figure("storm_other_cpu_cores", usage.others() / usage.wall())
                .figure("return_per_s", returning / (connecting + joining))
                .figure(
                        "server_and_store_cpu_ms_per_return",
                        (usage.server() + usage.store()) / Math.max(1, returning) * 1e3)
                .latency("connect", crowd.connects())
                .latency("join", crowd.joins());
    }

    private static Latency get(CompletableFuture<Latency> traffic) {
        try {
            return traffic.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
