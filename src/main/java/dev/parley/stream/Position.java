package dev.parley.stream;

/** A place in a room's stream, with its epoch. */
public record Position(String epoch, long rev) {}
