package dev.parley.history;

import org.jspecify.annotations.Nullable;

/**
 * A room as one transaction saw it. Immutable.
 *
 * @param topic may be null
 * @param capacity the maximum number of distinct users present; 0 for no limit
 * @param lastSeq the {@code seq} of the latest message
 * @param lastRev the {@code rev} of the latest durable event
 */
public record RoomInfo(
        String id,
        String name,
        @Nullable String topic,
        Visibility visibility,
        int capacity,
        String epoch,
        long lastSeq,
        long lastRev,
        boolean closed) {}
