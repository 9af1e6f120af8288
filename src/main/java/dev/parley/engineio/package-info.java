/**
 * Engine.IO v4: bytes, heartbeats and transports below Socket.IO; it knows no namespace and no
 * event. The WebSocket transport is here; HTTP long polling is answered with the error of the
 * specification for a transport that is not enabled.
 *
 * <p>Threads: a connection's packets are handled one after the other on the container's reading
 * thread.
 */
package dev.parley.engineio;
