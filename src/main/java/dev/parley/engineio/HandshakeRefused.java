package dev.parley.engineio;

import dev.parley.security.ClientAddress;
import jakarta.servlet.http.HttpServletRequest;

/**
 * CDI event: a request was refused before a connection was created or found for it.
 *
 * @param code an Engine.IO code from 0 to 5, or one of Parley's own codes
 * @param path the requested path
 * @param remoteAddress the address of the client; behind a proxy that is not trusted, that of the
 *     proxy
 */
public record HandshakeRefused(String code, String message, String path, String remoteAddress) {

    static HandshakeRefused of(
            HttpServletRequest request, Refusal refusal, ClientAddress addresses) {
        return new HandshakeRefused(
                refusal.code(), refusal.message(), request.getServletPath(), addresses.of(request));
    }
}
