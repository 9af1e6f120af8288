package dev.parley.room;

/** CDI event: the last socket of this node left a room or was lost. Fired on the room's stripe. */
public record RoomEmptied(String roomId) {}
