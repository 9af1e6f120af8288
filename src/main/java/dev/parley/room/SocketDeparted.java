package dev.parley.room;

/**
 * A socket of this node is not present in a room any more, though it may hear it on. A CDI event,
 * on the room's stripe.
 */
public record SocketDeparted(String roomId, String userId) {}
