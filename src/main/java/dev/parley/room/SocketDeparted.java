package dev.parley.room;

/**
 * CDI event: a socket of this node is no longer present in a room, though it may still receive its
 * events. Fired on the room's stripe.
 */
public record SocketDeparted(String roomId, String userId) {}
