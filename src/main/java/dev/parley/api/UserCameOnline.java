package dev.parley.api;

/**
 * A user who was offline has connected to the chat. A CDI event that every node fires; observers
 * must not block, and in a cluster should be idempotent.
 */
public record UserCameOnline(String userId, String username) {}
