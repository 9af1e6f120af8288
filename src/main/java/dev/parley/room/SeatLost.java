package dev.parley.room;

/**
 * This node was away for too long, and a user's seat in a room is somebody else's now. A CDI event,
 * on a thread that may block.
 */
public record SeatLost(String roomId, String userId) {}
