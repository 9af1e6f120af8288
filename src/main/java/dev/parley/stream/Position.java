package dev.parley.stream;

/** A position in a room's stream, with the stream's epoch. */
public record Position(String epoch, long rev) {}
