package dev.parley.plain;

import dev.parley.security.TokenPlace;
import dev.parley.security.TokenText;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the token of a plain WebSocket handshake: from the header or cookie, then the query, then
 * the subprotocol {@code bearer.<token>}, since browsers cannot set headers. Stateless. The token
 * must never be logged.
 */
final class HandshakeToken {

    private static final String SUBPROTOCOL = "bearer.";

    private HandshakeToken() {}

    static Optional<String> of(
            HttpServletRequest request, Map<String, String> query, TokenPlace place) {
        return place.token(request)
                .or(() -> TokenText.of(query.get("token")))
                .or(() -> subprotocolToken(request));
    }

    private static Optional<String> subprotocolToken(HttpServletRequest request) {
        return Collections.list(request.getHeaders("Sec-WebSocket-Protocol")).stream()
                .flatMap(header -> Arrays.stream(header.split(",")))
                .map(String::strip)
                .filter(protocol -> protocol.startsWith(SUBPROTOCOL))
                .map(protocol -> protocol.substring(SUBPROTOCOL.length()))
                .flatMap(token -> TokenText.of(token).stream())
                .findFirst();
    }
}
