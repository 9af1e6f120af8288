package dev.parley.history;

/** A user's id and the latest known name. */
public record UserName(String userId, String username) {}
