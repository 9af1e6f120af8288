package dev.parley.stream;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Determines since when messages of other nodes may have been lost, each time that nodes join or
 * leave. Not thread-safe.
 */
final class Lookback {

    /** Longer than it takes to detect that a node is gone. */
    private static final Duration NOTICE = Duration.ofSeconds(30);

    private final Duration farthest;
    private Set<String> present = Set.of();
    private Instant changedAt = Instant.MIN;

    /**
     * Creates a lookback.
     *
     * @param farthest the maximum time to look back
     */
    Lookback(Duration farthest) {
        this.farthest = farthest;
    }

    /**
     * Handles a change of the cluster's members.
     *
     * @param nodes the current members
     * @param merged whether this view merges partitions; this node may not have noticed the
     *     partition, and see the same members as before
     * @return the start of the time to look at; empty if there was no node whose messages could be
     *     lost
     */
    Optional<Instant> onMembers(Set<String> nodes, boolean merged, Instant now) {
        boolean isFirst = present.isEmpty();
        // Nodes that return may have been alive all the time, but unreachable.
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
