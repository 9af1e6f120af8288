package dev.parley.api;

/**
 * A user's last connection in a room has left it, or has been gone for the grace time. A CDI event.
 */
public record MemberLeft(String roomId, String userId, String username) {}
