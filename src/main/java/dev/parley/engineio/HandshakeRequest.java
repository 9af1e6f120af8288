package dev.parley.engineio;

import dev.parley.security.TokenPlace;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.Map;
import java.util.Optional;

/**
 * What the HTTP request of a handshake told, for as long as the connection lives. Immutable.
 *
 * <p>It travels from the filter to the endpoint as the principal of a {@link
 * dev.parley.security.PrincipalRequest}.
 *
 * @param path where it came, without a slash at its end
 * @param query the parameters of the address; a token may be among them
 * @param headerToken the token of the Authorization header or the cookie, if there was one
 * @param remoteAddress where the client is, for the log
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

    /** Not the components: a token must not reach a log. */
    @Override
    public String toString() {
        return getName();
    }

    /** A parameter of the address. */
    public Optional<String> parameter(String name) {
        return Optional.ofNullable(query.get(name));
    }

    /** Whether the client wants bytes in Base64 wherever it is. */
    boolean wantsBase64() {
        return query.containsKey("b64");
    }

    static HandshakeRequest of(
            HttpServletRequest request, Map<String, String> query, TokenPlace place) {
        return new HandshakeRequest(
                request.getServletPath(), query, place.token(request), request.getRemoteAddr());
    }
}
