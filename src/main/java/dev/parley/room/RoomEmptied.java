package dev.parley.room;

/** The last socket of this node has left a room, or was lost. A CDI event, on the room's stripe. */
public record RoomEmptied(String roomId) {}
