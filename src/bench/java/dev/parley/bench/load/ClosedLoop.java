package dev.parley.bench.load;

import dev.parley.bench.client.EventLoop;
import dev.parley.bench.target.Target;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Senders that each wait for their acknowledgement before they send again: measures the throughput
 * at a given number of messages in flight. The latencies are not what users would see.
 */
public final class ClosedLoop implements Scenario {

    private final Layout layout;
    private final int senders;
    private final Setting setting;

    /**
     * @param senders number of sending clients, which is the number of messages in flight
     */
    public ClosedLoop(Layout layout, int senders, Setting setting) {
        this.layout = layout;
        this.senders = Math.min(senders, layout.clients());
        this.setting = setting;
    }

    @Override
    public String name() {
        return "closed " + layout + " with " + senders + " senders";
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
            AtomicBoolean measured = new AtomicBoolean();
            AtomicBoolean over = new AtomicBoolean();
            crowd.whenAcked(
                    client -> {
                        if (!over.get()) {
                            crowd.send(client.index(), measured.get(), System.nanoTime());
                        }
                    });
            for (int i = 0; i < senders; i++) {
                crowd.send(layout.sender(i), false, System.nanoTime());
            }
            Pacer.sleepFor(setting.warmup());
            measured.set(true);
            Reckoning reckoning = new Reckoning(target, crowd);
            Pacer.sleepFor(setting.seconds());
            reckoning.usage(result);
            over.set(true);
            crowd.settle(Waits.SETTLING);
            result.latency("ack", crowd.acks());
            result.latency("delivery", crowd.latency());
            reckoning.verdict(result);
        }
        return result;
    }
}
