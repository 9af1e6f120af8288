package dev.parley.history;

import org.jspecify.annotations.Nullable;

/**
 * A room to create.
 *
 * @param topic may be null
 * @param capacity the maximum number of distinct users present; 0 for no limit
 * @param metadata a JSON object as text, or null
 * @param directPair the digest of the two users of a direct room, otherwise null
 * @param createdBy null for rooms that were created automatically
 */
public record RoomDraft(
        String id,
        String name,
        @Nullable String topic,
        Visibility visibility,
        int capacity,
        @Nullable String metadata,
        @Nullable String directPair,
        @Nullable String createdBy) {

    /** Returns a public room as its first join creates it. */
    public static RoomDraft automatic(String id, int capacity) {
        return new RoomDraft(id, id, null, Visibility.PUBLIC, capacity, null, null, null);
    }

    /**
     * Returns a room for direct messages.
     *
     * @param pair the digest of its two users
     */
    public static RoomDraft direct(String id, String pair) {
        return new RoomDraft(id, id, null, Visibility.DIRECT, 0, null, pair, null);
    }
}
