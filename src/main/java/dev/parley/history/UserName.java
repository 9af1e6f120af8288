package dev.parley.history;

/** A user's id and the name that was last seen. */
public record UserName(String userId, String username) {}
