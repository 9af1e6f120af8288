package dev.parley.engineio;

/**
 * CDI event: a request was refused before a connection was created or found for it.
 *
 * @param code an Engine.IO code from 0 to 5, or one of Parley's own codes
 * @param path the requested path
 * @param remoteAddress the client's address, as the server sees it
 */
public record HandshakeRefused(String code, String message, String path, String remoteAddress) {}
