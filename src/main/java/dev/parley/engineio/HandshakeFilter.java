package dev.parley.engineio;

import dev.parley.config.Settings;
import dev.parley.flow.Doors;
import dev.parley.flow.Readiness;
import dev.parley.security.Origins;
import dev.parley.security.PrincipalRequest;
import dev.parley.security.TokenPlace;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Judges a handshake while it is still HTTP, because afterwards neither container can refuse it
 * with a status. Everything that is no acceptable WebSocket handshake ends here.
 */
@WebFilter(
        urlPatterns = {"/socket.io", "/socket.io/*"},
        asyncSupported = true)
public class HandshakeFilter extends HttpFilter {

    private static final long serialVersionUID = 1L;

    @Inject private transient Settings settings;
    @Inject private transient Readiness readiness;
    @Inject private transient Origins origins;
    @Inject private transient Doors doors;

    @Override
    protected void doFilter(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Optional<Refusal> refusal = judge(request);
        if (refusal.isPresent()) {
            refuse(response, refusal.get());
        } else {
            chain.doFilter(
                    new PrincipalRequest(request, HandshakeRequest.of(request, tokenPlace())),
                    response);
        }
    }

    private Optional<Refusal> judge(HttpServletRequest request) {
        if (!settings.enabled() || !readiness.isReady()) {
            return Optional.of(Refusal.UNAVAILABLE);
        }
        if (!origins.allows(
                request.getHeader("Origin"), request.getHeader("Host"), request.getScheme())) {
            return Optional.of(Refusal.FORBIDDEN);
        }
        String transport = request.getParameter("transport");
        if (!"websocket".equals(transport)) {
            return Optional.of(Refusal.UNKNOWN_TRANSPORT);
        }
        if (request.getParameter("sid") != null) {
            return Optional.of(Refusal.UNKNOWN_SESSION);
        }
        if (!"GET".equals(request.getMethod())) {
            return Optional.of(Refusal.BAD_METHOD);
        }
        if (!"websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
            return Optional.of(Refusal.BAD_REQUEST);
        }
        if (!"4".equals(request.getParameter("EIO"))) {
            return Optional.of(Refusal.UNSUPPORTED_VERSION);
        }
        if (doors.count() >= settings.connections().max()) {
            return Optional.of(Refusal.TOO_MANY_CONNECTIONS);
        }
        return Optional.empty();
    }

    private TokenPlace tokenPlace() {
        return new TokenPlace(settings.jwt().tokenCookie());
    }

    private static void refuse(HttpServletResponse response, Refusal refusal) throws IOException {
        byte[] body = refusal.json().getBytes(StandardCharsets.UTF_8);
        response.setStatus(refusal.status());
        response.setContentType("application/json");
        response.setContentLength(body.length);
        response.setHeader("Cache-Control", "no-store");
        if (refusal.status() == HttpServletResponse.SC_SERVICE_UNAVAILABLE) {
            response.setHeader("Retry-After", "5");
        }
        response.getOutputStream().write(body);
    }
}
