package dev.parley.api;

/**
 * A user's first connection has entered a chat room. A CDI event that every node fires; observers
 * must not block, and in a cluster should be idempotent.
 */
public record MemberEntered(String roomId, String userId, String username) {}
