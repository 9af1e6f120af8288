/**
 * Engine.IO v4: bytes, heartbeats and transports below Socket.IO; it knows no namespace and no
 * event. A {@link dev.parley.engineio.Connection} goes over a link: polling ({@link
 * dev.parley.engineio.PollingServlet}), a WebSocket ({@link
 * dev.parley.engineio.WebSocketEndpoint}), or first the one and then, after a probe, the other.
 * Each request is judged in {@link dev.parley.engineio.HandshakeFilter} while it is still HTTP.
 *
 * <p>Threads: a connection's packets are handled one after the other, those of a WebSocket on the
 * container's reading thread, those of a POST on a thread of the container's for asynchronous
 * requests. No thread is held while a client polls, or sends or reads slowly.
 */
package dev.parley.engineio;
