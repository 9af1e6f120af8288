package dev.parley.rest;

import dev.parley.api.Budget;
import dev.parley.api.ErrorCode;
import dev.parley.api.RefusedException;
import dev.parley.api.User;
import dev.parley.config.Settings;
import dev.parley.flow.Readiness;
import dev.parley.gateway.RateLimiter;
import dev.parley.security.AuthenticationException;
import dev.parley.security.KeysUnavailableException;
import dev.parley.security.Origins;
import dev.parley.security.TokenPlace;
import dev.parley.security.TokenVerifier;
import jakarta.annotation.Priority;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Authenticates requests and checks that the user has one of the roles in {@code @RolesAllowed},
 * before the body is read. Rejects anonymous users. Thread-safe.
 *
 * <p>It verifies tokens itself, with the same rules and error messages as the WebSocket endpoints.
 * The servers' own MicroProfile JWT ({@code @LoginConfig}) rejects an invalid token in the {@code
 * Authorization} header on every path of the WAR, before any Parley code runs: WildFly returns 401
 * with an HTML body even for handshakes and {@code /dev/token}; Open Liberty serves unprotected
 * resources, but with status 401. Neither distinguishes an expired token from an invalid one. A
 * handshake may carry such a header next to a valid token elsewhere.
 */
@Provider
@Priority(Priorities.AUTHENTICATION)
@ApplicationScoped
public class AccessFilter implements ContainerRequestFilter {

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    private static final long RETRY_MILLIS = 1_000;

    @Inject private Settings settings;
    @Inject private Readiness readiness;
    @Inject private TokenVerifier tokens;
    @Inject private Origins origins;
    @Inject private RateLimiter limiter;
    @Context private HttpServletRequest request;
    @Context private ResourceInfo resource;

    @Override
    public void filter(ContainerRequestContext context) {
        if (!settings.enabled() || !readiness.isReady()) {
            throw RefusedException.retry(ErrorCode.UNAVAILABLE, RETRY_MILLIS);
        }
        User user = authenticate();
        requireOwnPage(context.getMethod());
        requireRole(user);
        requireWithinLimit(user);
        context.setSecurityContext(new Caller(user, request.isSecure()));
    }

    private User authenticate() {
        TokenPlace place = new TokenPlace(settings.jwt().tokenCookie());
        try {
            return tokens.verify(place.token(request).orElse(null));
        } catch (AuthenticationException e) {
            throw new RefusedException(ErrorCode.valueOf(e.code()), e.getMessage());
        } catch (KeysUnavailableException e) {
            throw RefusedException.retry(ErrorCode.UNAVAILABLE, RETRY_MILLIS);
        }
    }

    /**
     * Requires an allowed {@code Origin} for cookie-authenticated writes: browsers send cookies
     * with requests from any page.
     */
    private void requireOwnPage(String method) {
        boolean byCookie = new TokenPlace(settings.jwt().tokenCookie()).isCookie(request);
        if (!byCookie || READING.contains(method)) {
            return;
        }
        String origin = request.getHeader("Origin");
        if (origin == null
                || !origins.allows(origin, request.getHeader("Host"), request.getScheme())) {
            throw new RefusedException(
                    ErrorCode.ACCESS_DENIED, "The Origin header is missing or not allowed");
        }
    }

    /** Applies the event rate limit that the user's connections share; services are exempt. */
    private void requireWithinLimit(User user) {
        if (user.hasRole(User.SERVICE)) {
            return;
        }
        OptionalLong wait = limiter.tryAccept(user.id(), Budget.EVENTS);
        if (wait.isPresent()) {
            throw RefusedException.retry(
                    ErrorCode.RATE_LIMITED, TimeUnit.NANOSECONDS.toMillis(wait.getAsLong()) + 1);
        }
    }

    private void requireRole(User user) {
        RolesAllowed wanted = resource.getResourceMethod().getAnnotation(RolesAllowed.class);
        // A method without @RolesAllowed is closed to everybody.
        if (wanted == null || Arrays.stream(wanted.value()).noneMatch(user::hasRole)) {
            throw new RefusedException(ErrorCode.ACCESS_DENIED);
        }
    }
}
