package dev.parley.plain;

import dev.parley.api.ErrorCode;
import dev.parley.api.RefusedException;
import dev.parley.hub.Json;
import dev.parley.security.AuthenticationException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The reason a handshake is refused, as problem details (RFC 9457) with a code. Immutable.
 *
 * @param headers response headers in addition to the common ones
 */
record PlainRefusal(
        int status, String title, String code, String detail, Map<String, String> headers) {

    static final PlainRefusal UNAVAILABLE = unavailable(ErrorCode.UNAVAILABLE);
    static final PlainRefusal NODE_IS_FULL = unavailable(ErrorCode.TOO_MANY_CONNECTIONS);
    static final PlainRefusal USER_HAS_TOO_MANY =
            new PlainRefusal(
                    429,
                    "Too many requests",
                    ErrorCode.TOO_MANY_CONNECTIONS.name(),
                    "This user has reached the connection limit",
                    Map.of());
    static final PlainRefusal FOREIGN_ORIGIN =
            new PlainRefusal(
                    403,
                    "Forbidden",
                    ErrorCode.ACCESS_DENIED.name(),
                    "This origin is not allowed to connect",
                    Map.of());
    static final PlainRefusal UNKNOWN_NAMESPACE =
            new PlainRefusal(404, "Not found", "INVALID_NAMESPACE", "Invalid namespace", Map.of());
    static final PlainRefusal NO_UPGRADE =
            new PlainRefusal(
                    426,
                    "Upgrade required",
                    "UPGRADE_REQUIRED",
                    "This path accepts only WebSocket handshakes",
                    Map.of("Upgrade", "websocket", "Connection", "Upgrade"));

    static PlainRefusal of(AuthenticationException reason) {
        // RFC 6750: a request without a token gets no error code.
        boolean none = reason.code().equals(ErrorCode.UNAUTHORIZED.name());
        return new PlainRefusal(
                HttpServletResponse.SC_UNAUTHORIZED,
                "Unauthorized",
                reason.code(),
                reason.getMessage(),
                Map.of("WWW-Authenticate", none ? "Bearer" : "Bearer error=\"invalid_token\""));
    }

    static PlainRefusal of(RefusedException reason) {
        return new PlainRefusal(
                HttpServletResponse.SC_FORBIDDEN,
                "Forbidden",
                reason.code().name(),
                reason.getMessage(),
                Map.of());
    }

    private static PlainRefusal unavailable(ErrorCode code) {
        return new PlainRefusal(
                HttpServletResponse.SC_SERVICE_UNAVAILABLE,
                "Service unavailable",
                code.name(),
                code.message(),
                Map.of("Retry-After", "5"));
    }

    String json() {
        return Json.provider()
                .createObjectBuilder()
                .add("type", "about:blank")
                .add("title", title)
                .add("status", status)
                .add("code", code)
                .add("detail", detail)
                .build()
                .toString();
    }

    void write(HttpServletResponse response) throws IOException {
        byte[] body = json().getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setContentType("application/problem+json");
        response.setContentLength(body.length);
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        headers.forEach(response::setHeader);
        response.getOutputStream().write(body);
    }
}
