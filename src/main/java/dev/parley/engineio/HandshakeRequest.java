package dev.parley.engineio;

import dev.parley.security.TokenPlace;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.Map;
import java.util.Optional;

/**
 * The data of the handshake's HTTP request, kept as long as the connection lives. Immutable.
 *
 * <p>The filter passes it to the endpoint as the principal of a {@link
 * dev.parley.security.PrincipalRequest}.
 *
 * @param path the requested path, without a trailing slash
 * @param query the query parameters; may include a token
 * @param headerToken the token from the Authorization header or the cookie, if present
 * @param remoteAddress the client's address; behind a trusted proxy, the forwarded address
 */
public record HandshakeRequest(
        String path, Map<String, String> query, Optional<String> headerToken, String remoteAddress)
        implements Principal {

    public HandshakeRequest {
        query = Map.copyOf(query);
    }

    @Override
    public String getName() {
        return "handshake from " + remoteAddress;
    }

    /** Omits the components: a token must not reach a log. */
    @Override
    public String toString() {
        return getName();
    }

    /** Returns a query parameter. */
    public Optional<String> parameter(String name) {
        return Optional.ofNullable(query.get(name));
    }

    /** Returns whether the client wants binary data as Base64 on every transport. */
    boolean wantsBase64() {
        return query.containsKey("b64");
    }

    static HandshakeRequest of(
            HttpServletRequest request,
            Map<String, String> query,
            TokenPlace place,
            String remoteAddress) {
        return new HandshakeRequest(
                request.getServletPath(), query, place.token(request), remoteAddress);
    }
}
