package dev.parley.plain;

import dev.parley.api.Handshake;
import dev.parley.api.RefusedException;
import dev.parley.api.User;
import dev.parley.config.Settings;
import dev.parley.flow.Doors;
import dev.parley.flow.Readiness;
import dev.parley.hub.Admission;
import dev.parley.hub.Namespace;
import dev.parley.hub.Naming;
import dev.parley.hub.SocketRegistry;
import dev.parley.security.AuthenticationException;
import dev.parley.security.ClientAddress;
import dev.parley.security.KeysUnavailableException;
import dev.parley.security.Origins;
import dev.parley.security.PrincipalRequest;
import dev.parley.security.Query;
import dev.parley.security.TokenPlace;
import dev.parley.server.RequestLimits;
import jakarta.inject.Inject;
import jakarta.json.JsonValue;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Accepts or refuses a plain WebSocket handshake while it is still HTTP, because neither container
 * can refuse it with an HTTP status later. Never waits for keys or the database.
 */
@WebFilter(
        urlPatterns = {PlainHandshakeFilter.DOOR, PlainHandshakeFilter.DOOR + "/*"},
        asyncSupported = true)
public class PlainHandshakeFilter extends HttpFilter {

    /** The path of the endpoints; the namespace follows it. */
    static final String DOOR = "/ws";

    private static final long serialVersionUID = 1L;

    @Inject private transient Settings settings;
    @Inject private transient Readiness readiness;
    @Inject private transient Origins origins;
    @Inject private transient Doors doors;
    @Inject private transient SocketRegistry registry;
    @Inject private transient Admission admission;

    @Override
    protected void doFilter(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request.getUserPrincipal() instanceof PlainHandshake) {
            // Both patterns match "/ws" itself, so the container calls this filter twice.
            chain.doFilter(request, response);
            return;
        }
        PlainHandshake handshake;
        try {
            handshake = judge(request);
        } catch (RefusedHandshakeException e) {
            e.refusal().write(response);
            return;
        }
        chain.doFilter(new PrincipalRequest(request, handshake), response);
    }

    private PlainHandshake judge(HttpServletRequest request) throws RefusedHandshakeException {
        require(settings.enabled() && readiness.isOpen(), PlainRefusal.UNAVAILABLE);
        require(
                origins.allows(
                        request.getHeader("Origin"),
                        request.getHeader("Host"),
                        request.getScheme()),
                PlainRefusal.FOREIGN_ORIGIN);
        Namespace namespace =
                namespace(request)
                        .orElseThrow(
                                () ->
                                        new RefusedHandshakeException(
                                                PlainRefusal.UNKNOWN_NAMESPACE));
        require(
                "GET".equals(request.getMethod())
                        && !RequestLimits.announcesBody(request)
                        && "websocket".equalsIgnoreCase(request.getHeader("Upgrade")),
                PlainRefusal.NO_UPGRADE);
        require(doors.count() < settings.connections().max(), PlainRefusal.NODE_IS_FULL);
        Map<String, String> query = Query.parse(request.getQueryString());
        User user = identify(request, query);
        require(
                registry.connected(user.id()) < settings.connections().maxPerUser(),
                PlainRefusal.USER_HAS_TOO_MANY);
        Handshake handshake =
                new Handshake(
                        JsonValue.EMPTY_JSON_OBJECT,
                        query,
                        new ClientAddress(settings.unjoined().trustedProxies()).of(request),
                        Instant.now());
        try {
            namespace.handler().admit(user, handshake);
        } catch (RefusedException refused) {
            throw new RefusedHandshakeException(PlainRefusal.of(refused));
        } catch (RuntimeException | Error e) {
            // A guard of the portal failed. The container would log the trace for each handshake.
            admission.logFailure(e);
            throw new RefusedHandshakeException(PlainRefusal.UNAVAILABLE);
        }
        return new PlainHandshake(
                user,
                namespace,
                handshake,
                Optional.ofNullable(query.get("naming")).flatMap(Naming::ofParameter));
    }

    private static void require(boolean right, PlainRefusal otherwise)
            throws RefusedHandshakeException {
        if (!right) {
            throw new RefusedHandshakeException(otherwise);
        }
    }

    private Optional<Namespace> namespace(HttpServletRequest request) {
        String info = request.getPathInfo();
        String path = request.getServletPath() + (info == null ? "" : info);
        String name = path.substring(DOOR.length());
        if (name.equals("/")) {
            // No endpoint has this path.
            return Optional.empty();
        }
        return registry.namespace(name.isEmpty() ? "/" : name);
    }

    private User identify(HttpServletRequest request, Map<String, String> query)
            throws RefusedHandshakeException {
        TokenPlace place = new TokenPlace(settings.jwt().tokenCookie());
        try {
            return admission.identify(HandshakeToken.of(request, query, place).orElse(null));
        } catch (AuthenticationException e) {
            throw new RefusedHandshakeException(PlainRefusal.of(e));
        } catch (KeysUnavailableException e) {
            // Logged where they are fetched.
            throw new RefusedHandshakeException(PlainRefusal.UNAVAILABLE);
        }
    }
}
