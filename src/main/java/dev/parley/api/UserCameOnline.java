package dev.parley.api;

/** A user is online who was not: the first connection in the cluster. A CDI event. */
public record UserCameOnline(String userId, String username) {}
