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

    private record Key(String user, Budget budget) {}

    private int limit;
    private long windowNanos;
    private LongSupplier clock;
    private final Map<Key, SlidingWindow> windows = new ConcurrentHashMap<>();

    protected RateLimiter() {
        // For the container's proxy.
    }

    @Inject
    public RateLimiter(Settings settings) {
        this(settings.rate().limit(), settings.rate().window().toNanos(), System::nanoTime);
    }

    RateLimiter(int limit, long windowNanos, LongSupplier clock) {
        this.limit = limit;
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
        long now = clock.getAsLong();
        OptionalLong[] result = new OptionalLong[1];
        windows.compute(
                new Key(user, budget),
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
