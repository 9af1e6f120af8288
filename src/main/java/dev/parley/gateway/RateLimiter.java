package dev.parley.gateway;

import dev.parley.api.Budget;
import dev.parley.config.Settings;
import dev.parley.flow.SlidingWindow;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Limits events per user and budget with a sliding window over all connections of this node.
 * Thread-safe. Times are in nanoseconds.
 */
@ApplicationScoped
public class RateLimiter {

    /** The budgets that no handler chooses. */
    private enum Own {
        REJOINS,
        REFUSALS,
        BROADCASTS
    }

    private static final String WHOLE_NODE = "";

    /**
     * The limits, in events per window.
     *
     * @param events of each {@link Budget}, and refused ones
     * @param rejoins joins that continue where the client left off
     * @param broadcasts events of one user that reach everybody
     * @param nodeBroadcasts the same of all users of this node
     */
    record Limits(int events, int rejoins, int broadcasts, int nodeBroadcasts) {}

    private record Key(String user, Enum<?> budget) {}

    private Limits limits;
    private long windowNanos;
    private LongSupplier clock;
    private final Map<Key, SlidingWindow> windows = new ConcurrentHashMap<>();

    protected RateLimiter() {
        // For the container's proxy.
    }

    @Inject
    public RateLimiter(Settings settings) {
        this(
                new Limits(
                        settings.rate().limit(),
                        settings.rooms().maxJoined(),
                        settings.rate().broadcast().limit(),
                        settings.rate().broadcast().nodeLimit()),
                settings.rate().window().toNanos(),
                System::nanoTime);
    }

    RateLimiter(Limits limits, long windowNanos, LongSupplier clock) {
        this.limits = limits;
        this.windowNanos = windowNanos;
        this.clock = clock;
    }

    /**
     * Counts an event, if the limit allows it.
     *
     * @return empty if the event is accepted; otherwise the nanoseconds until the next event would
     *     be accepted
     */
    public OptionalLong tryAccept(String user, Budget budget) {
        return tryAccept(new Key(user, budget), limits.events());
    }

    /** The same for a join that continues where the client left off. */
    OptionalLong tryRejoin(String user) {
        return tryAccept(new Key(user, Own.REJOINS), limits.rejoins());
    }

    /** The same for an invalid or unknown event, which is refused in any case. */
    OptionalLong tryRefuse(String user) {
        return tryAccept(new Key(user, Own.REFUSALS), limits.events());
    }

    /** The same for an event that reaches everybody; counts for the user and for this node. */
    public OptionalLong tryBroadcast(String user) {
        OptionalLong wait = tryAccept(new Key(user, Own.BROADCASTS), limits.broadcasts());
        return wait.isPresent()
                ? wait
                : tryAccept(new Key(WHOLE_NODE, Own.BROADCASTS), limits.nodeBroadcasts());
    }

    private OptionalLong tryAccept(Key userAndBudget, int limit) {
        long now = clock.getAsLong();
        OptionalLong[] result = new OptionalLong[1];
        windows.compute(
                userAndBudget,
                (key, known) -> {
                    SlidingWindow window = known != null ? known : new SlidingWindow(limit);
                    result[0] = window.tryAccept(now, windowNanos);
                    return window;
                });
        return result[0];
    }

    /** Removes users without recent events. */
    public void sweep() {
        long now = clock.getAsLong();
        windows.keySet()
                .forEach(
                        key ->
                                windows.computeIfPresent(
                                        key,
                                        (k, window) ->
                                                window.isIdle(now, windowNanos) ? null : window));
    }

    int size() {
        return windows.size();
    }
}
