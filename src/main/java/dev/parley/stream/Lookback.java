package dev.parley.stream;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Since when the words of other nodes may have been lost, each time that nodes come or go. Not
 * thread-safe.
 */
final class Lookback {

    /** Longer than it takes to find out that a node is gone. */
    private static final Duration NOTICE = Duration.ofSeconds(30);

    private final Duration farthest;
    private Set<String> present = Set.of();
    private Instant changedAt = Instant.MIN;

    /**
     * @param farthest how long ago it may be
     */
    Lookback(Duration farthest) {
        this.farthest = farthest;
    }

    /**
     * @param nodes all that are there now
     * @param merged whether some of them were parted from others; this one may not have noticed it,
     *     and see whom it saw before
     * @return nothing if there was nobody whose word could be lost
     */
    Optional<Instant> onMembers(Set<String> nodes, boolean merged, Instant now) {
        boolean isFirst = present.isEmpty();
        // Those who are back were perhaps there all the time, but not to be reached.
        boolean changed = merged || !nodes.equals(present);
        Instant bound = now.minus(farthest);
        Instant former = changedAt;
        present = Set.copyOf(nodes);
        changedAt = now;
        if (isFirst || !changed) {
            return Optional.empty();
        }
        Instant since = former.minus(NOTICE);
        return Optional.of(since.isAfter(bound) ? since : bound);
    }
}
