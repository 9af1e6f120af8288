package dev.parley.api;

/**
 * A user's last connection to the chat has been gone for the grace time. A CDI event that every
 * node fires; observers must not block, and in a cluster should be idempotent.
 */
public record UserWentOffline(String userId, String username) {}
