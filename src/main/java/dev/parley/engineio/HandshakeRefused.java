package dev.parley.engineio;

/**
 * A request was refused before it had, or found, a connection. A CDI event.
 *
 * @param code as Engine.IO has it, 0 to 5, or a code of Parley's own
 * @param path where it came
 * @param remoteAddress who sent it, as the server sees it
 */
public record HandshakeRefused(String code, String message, String path, String remoteAddress) {}
