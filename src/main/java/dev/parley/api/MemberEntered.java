package dev.parley.api;

/** A user's first connection in a room. A CDI event. */
public record MemberEntered(String roomId, String userId, String username) {}
