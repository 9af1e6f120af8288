package dev.parley.engineio;

import dev.parley.security.TokenPlace;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the HTTP request of a handshake told, for as long as the connection lives. Immutable.
 *
 * <p>It travels from the filter to the endpoint as the principal of a {@link
 * dev.parley.security.PrincipalRequest}.
 *
 * @param headerToken the token of the Authorization header or the cookie, if there was one
 * @param queryToken the token of the query, if there was one; never to be logged
 * @param query its parameters
 * @param naming the {@code naming} parameter of the query, if there was one
 * @param remoteAddress where the client is, for the log
 */
public record HandshakeRequest(
        Optional<String> headerToken,
        Optional<String> queryToken,
        Map<String, String> query,
        Optional<String> naming,
        String remoteAddress)
        implements Principal {

    @Override
    public String getName() {
        return "handshake from " + remoteAddress;
    }

    /** Not the components: a token must not reach a log. */
    @Override
    public String toString() {
        return getName();
    }

    static HandshakeRequest of(HttpServletRequest request, TokenPlace place) {
        return new HandshakeRequest(
                place.token(request),
                Optional.ofNullable(request.getParameter("token")),
                request.getParameterMap().entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue()[0])),
                Optional.ofNullable(request.getParameter("naming")),
                request.getRemoteAddr());
    }
}
