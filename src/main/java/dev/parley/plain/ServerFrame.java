package dev.parley.plain;

/** What the plain door sends, written as JSON already: once for many receivers. */
public record ServerFrame(String json) {}
