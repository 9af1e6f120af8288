package dev.parley.room;

/**
 * CDI event: this node was away for too long, and another user has taken a user's seat in a room.
 * Fired on a thread that may block.
 */
public record SeatLost(String roomId, String userId) {}
