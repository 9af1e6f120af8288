package dev.parley.bench.load;

import dev.parley.bench.client.EventLoop;
import dev.parley.bench.measure.Latency;
import dev.parley.bench.target.Target;
import java.util.Locale;

/**
 * Finds the highest rate at which 99 of 100 deliveries arrive within a limit and nothing is refused
 * or wrong: doubles the rate until it is too high, then bisects.
 */
public final class RateSearch implements Scenario {

    /** From the first rate to the highest that is tried, unless given. */
    public static final int DOUBLINGS = 12;

    private static final int HALVINGS = 3;

    private final Layout layout;
    private final double start;
    private final double limitMillis;
    private final int doublings;
    private final Setting setting;

    /**
     * @param start the first rate, in messages per second
     * @param limitMillis what 99 of 100 deliveries must not exceed
     * @param doublings maximum number of rates to try until one is too high
     */
    public RateSearch(
            Layout layout, double start, double limitMillis, int doublings, Setting setting) {
        this.layout = layout;
        this.start = start;
        this.limitMillis = limitMillis;
        this.doublings = doublings;
        this.setting = setting;
    }

    @Override
    public String name() {
        return String.format(Locale.ROOT, "search %s under %.0f ms", layout, limitMillis);
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
            crowd.warmUp(start, setting.warmup());
            crowd.settle(Waits.SETTLING);
            double good = search(target, crowd, result);
            result.figure("highest_rate_per_s", good);
            result.figure("highest_delivered_per_s", good * layout.members());
            result.faults(crowd.faults());
        }
        return result;
    }

    private double search(Target target, Crowd crowd, Measurement result) {
        double good = 0;
        double next = start;
        for (int i = 0; i < doublings; i++, next *= 2) {
            if (!isGood(target, crowd, next, result)) {
                return good == 0 ? 0 : between(good, next, target, crowd, result);
            }
            good = next;
        }
        return good;
    }

    private double between(
            double low, double high, Target target, Crowd crowd, Measurement result) {
        double good = low;
        double bad = high;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (good + bad) / 2;
            if (isGood(target, crowd, middle, result)) {
                good = middle;
            } else {
                bad = middle;
            }
        }
        return good;
    }

    private boolean isGood(Target target, Crowd crowd, double rate, Measurement result) {
        crowd.beginStep();
        long before = trouble(crowd);
        Measurement step = new Measurement(target.name(), name(), 0);
        Reckoning reckoning = new Reckoning(target, crowd);
        Latency lag =
                Pacer.run(
                        rate,
                        setting.seconds(),
                        (n, due) -> crowd.send(layout.sender(n), true, due));
        reckoning.into(step);
        double p99 = step.figures().get("delivery_p99_ms");
        boolean good = p99 <= limitMillis && trouble(crowd) <= before;
        result.note(
                String.format(
                        Locale.ROOT,
                        "%.0f/s: p99 %.1f ms, server %.2f cores, generator %.2f cores and %.1f ms"
                                + " late%s",
                        rate,
                        p99,
                        step.figures().get("server_cpu_cores"),
                        step.figures().get("generator_cpu_cores"),
                        lag.millisAt(99),
                        good ? "" : ": too high"));
        return good;
    }

    /** Returns the number of failures so far, in this and earlier steps. */
    private static long trouble(Crowd crowd) {
        long refused = crowd.refusals().values().stream().mapToLong(Long::longValue).sum();
        return crowd.faults().total() + refused + crowd.unanswered();
    }
}
