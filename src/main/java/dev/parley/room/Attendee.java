package dev.parley.room;

/**
 * A user who is present. Immutable.
 *
 * @param connections the connections in the cluster; 0 during the grace time
 */
public record Attendee(String userId, String username, int connections) {}
