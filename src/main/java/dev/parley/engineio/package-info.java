/**
 * Engine.IO v4: the transports and heartbeats below Socket.IO; it knows neither namespaces nor
 * events. A {@link dev.parley.engineio.Connection} uses polling ({@link
 * dev.parley.engineio.PollingServlet}) or a WebSocket ({@link
 * dev.parley.engineio.WebSocketEndpoint}), or starts with polling and upgrades to a WebSocket.
 * {@link dev.parley.engineio.HandshakeFilter} accepts or refuses each request while it is still
 * HTTP.
 *
 * <p>Threads: a connection's packets are handled one after the other. Packets from a WebSocket are
 * handled on the container's reading thread, those from a POST on one of its threads for
 * asynchronous requests. No thread is blocked while a client polls, or sends or reads slowly.
 */
package dev.parley.engineio;
