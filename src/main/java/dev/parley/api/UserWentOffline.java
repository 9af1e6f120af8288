package dev.parley.api;

/** A user's last connection has been gone for the grace time. A CDI event. */
public record UserWentOffline(String userId, String username) {}
