package dev.parley.api;

/**
 * A user's last connection has left a chat room, or has been gone for the grace time. A CDI event
 * that every node fires; observers must not block, and in a cluster should be idempotent.
 */
public record MemberLeft(String roomId, String userId, String username) {}
