/**
 * The plain WebSocket protocol: one namespace per WebSocket, one JSON object per text frame.
 *
 * <p>Threads: a {@link dev.parley.plain.PlainConnection} handles the frames of its client one after
 * the other, on the container's reading thread. Sending is thread-safe. The handshake runs on the
 * container's request thread and may block on keys and the database.
 */
package dev.parley.plain;
