/**
 * Socket.IO v5 on top of Engine.IO: namespaces on one connection, events, acknowledgements.
 *
 * <p>Threads: a {@link dev.parley.socketio.Client} handles the messages of its connection one after
 * the other, on the container's reading thread. Sending is thread-safe.
 */
package dev.parley.socketio;
