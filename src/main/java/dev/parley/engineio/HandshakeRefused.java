package dev.parley.engineio;

/**
 * CDI event: a request was refused before a connection was created or found for it.
 *
 * @param code an Engine.IO code from 0 to 5, or one of Parley's own codes
 * @param path the requested path
 * @param remoteAddress the address of the connection; behind a proxy, that of the proxy
 */
public record HandshakeRefused(String code, String message, String path, String remoteAddress) {}
