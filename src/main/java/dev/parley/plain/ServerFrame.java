package dev.parley.plain;

/** A frame to a plain WebSocket client, encoded as JSON once for many receivers. */
public record ServerFrame(String json) {}
