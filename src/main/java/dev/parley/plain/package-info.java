/**
 * The plain JSON door: one namespace on one WebSocket, one JSON object in a text frame.
 *
 * <p>Threads: a {@link dev.parley.plain.PlainConnection} takes the frames of its client one after
 * the other, on the container's reading thread; sending is thread-safe. The handshake may wait, on
 * the container's request thread, for keys and database.
 */
package dev.parley.plain;
