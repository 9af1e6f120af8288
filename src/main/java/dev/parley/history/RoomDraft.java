package dev.parley.history;

/**
 * A room that is to be made.
 *
 * @param topic may be null
 * @param capacity distinct users present; 0 is unlimited
 * @param metadata a JSON object as text, or null
 * @param directPair digest of the two users of a direct room, otherwise null
 * @param createdBy null for rooms that make themselves
 */
public record RoomDraft(
        String id,
        String name,
        String topic,
        Visibility visibility,
        int capacity,
        String metadata,
        String directPair,
        String createdBy) {

    /** A public room that comes to be by its first join. */
    public static RoomDraft automatic(String id, int capacity) {
        return new RoomDraft(id, id, null, Visibility.PUBLIC, capacity, null, null, null);
    }
}
