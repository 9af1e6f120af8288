package dev.parley.flow;

import java.util.OptionalLong;

/**
 * A sliding-window rate limit: keeps the times of the latest accepted events, as many as the limit
 * allows. The limit is reached while the oldest of them is within the window. Not thread-safe.
 * Times are in nanoseconds of one clock.
 */
public final class SlidingWindow {

    private static final int FIRST_CAPACITY = 8;

    private final int limit;
    private long[] accepted;
    private int first;
    private int size;

    /**
     * @param limit the most events in a window; at least one
     */
    public SlidingWindow(int limit) {
        this.limit = limit;
        this.accepted = new long[Math.min(limit, FIRST_CAPACITY)];
    }

    /**
     * Counts an event, if the limit allows it.
     *
     * @return empty if it is accepted; otherwise how long until one would be
     */
    public OptionalLong tryAccept(long now, long window) {
        while (size > 0 && now - accepted[first] >= window) {
            first = (first + 1) % accepted.length;
            size--;
        }
        if (size == limit) {
            return OptionalLong.of(window - (now - accepted[first]));
        }
        if (size == accepted.length) {
            grow();
        }
        accepted[(first + size) % accepted.length] = now;
        size++;
        return OptionalLong.empty();
    }

    /** Whether {@link #tryAccept} would not accept an event. */
    public boolean isFull(long now, long window) {
        return size == limit && now - accepted[first] < window;
    }

    /** Whether no event was accepted within the window. */
    public boolean isIdle(long now, long window) {
        return size == 0 || now - accepted[(first + size - 1) % accepted.length] >= window;
    }

    private void grow() {
        long[] larger = new long[Math.min(limit, accepted.length * 2)];
        for (int i = 0; i < size; i++) {
            larger[i] = accepted[(first + i) % accepted.length];
        }
        accepted = larger;
        first = 0;
    }
}
