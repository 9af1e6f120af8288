/**
 * Server-side operations on clients: {@link dev.parley.api.Publisher} emits events, moves
 * connections between rooms and reports presence. The REST API offers the same.
 *
 * <p>A {@link dev.parley.api.Publication} is plain data and names its target. It is sent to the
 * other nodes unchanged; each node delivers it to its own matching sockets.
 *
 * <p>Threads: all methods may be called from any thread and never block. Work on a room runs on its
 * stripe.
 */
package dev.parley.publish;
