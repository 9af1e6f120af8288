package dev.parley.room;

/**
 * A user who is present. Immutable.
 *
 * @param connections in the cluster; 0 for a moment after the last one was lost
 */
public record Attendee(String userId, String username, int connections) {}
