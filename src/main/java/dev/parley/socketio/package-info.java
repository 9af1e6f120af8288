/**
 * Socket.IO v5 above Engine.IO: namespaces on one connection, events, acknowledgements.
 *
 * <p>Threads: a {@link dev.parley.socketio.Client} takes the messages of its connection one after
 * the other, on the container's reading thread; sending is thread-safe.
 */
package dev.parley.socketio;
