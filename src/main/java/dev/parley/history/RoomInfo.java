package dev.parley.history;

/**
 * A room as one transaction saw it. Immutable.
 *
 * @param capacity distinct users present; 0 is unlimited
 * @param lastSeq of the latest message
 * @param lastRev of the latest durable event
 */
public record RoomInfo(
        String id,
        String name,
        String topic,
        Visibility visibility,
        int capacity,
        String epoch,
        long lastSeq,
        long lastRev,
        boolean closed) {}
