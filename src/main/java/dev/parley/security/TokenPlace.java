package dev.parley.security;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/**
 * Where a request carries its token: in the Authorization header, or in a cookie as configured by
 * {@code mp.jwt.token.header} and {@code mp.jwt.token.cookie}. Immutable.
 *
 * @param cookie the name of the cookie; empty if only the Authorization header is used
 */
public record TokenPlace(Optional<String> cookie) {

    /** The token of the request. The header precedes the cookie; an empty token counts as none. */
    public Optional<String> token(HttpServletRequest request) {
        return headerToken(request).or(() -> cookie.flatMap(name -> cookieToken(request, name)));
    }

    /** Whether the token is one that a browser sends automatically, whichever page asks it to. */
    public boolean isCookie(HttpServletRequest request) {
        return cookie.isPresent() && headerToken(request).isEmpty();
    }

    private static Optional<String> headerToken(HttpServletRequest request) {
        return TokenText.ofHeader(request.getHeader("Authorization"));
    }

    private static Optional<String> cookieToken(HttpServletRequest request, String name) {
        Cookie[] cookies = request.getCookies();
        if (cookies != null) {
            for (Cookie cookie : cookies) {
                Optional<String> token = TokenText.of(cookie.getValue());
                if (cookie.getName().equals(name) && token.isPresent()) {
                    return token;
                }
            }
        }
        return Optional.empty();
    }
}
