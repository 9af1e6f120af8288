package dev.parley.rest;

import dev.parley.api.ErrorCode;
import dev.parley.api.RefusedException;
import dev.parley.flow.BodyWriter;
import dev.parley.security.Cors;
import dev.parley.server.ApplicationServer;
import dev.parley.server.RequestLimits;
import jakarta.inject.Inject;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/**
 * Handles what must not reach Jakarta REST: CORS preflights, which have no token, and malformed
 * headers, on which the implementations fail before an exception mapper. Adds the CORS headers to
 * all other responses, and writes their bodies asynchronously.
 */
@WebFilter(
        urlPatterns = "/api/*",
        asyncSupported = true,
        dispatcherTypes = {DispatcherType.REQUEST, DispatcherType.ASYNC})
public class ApiFilter extends HttpFilter {

    private static final long serialVersionUID = 1L;
    private static final String METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE";

    /** What pages may read in addition to the headers that are always readable. */
    private static final String READABLE = "Retry-After, WWW-Authenticate, Allow";

    @Inject private transient Cors cors;
    @Inject private transient BodyWriter bodies;
    @Inject private transient ApplicationServer server;

    @Override
    protected void doFilter(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (RequestLimits.awaitsBody(request)) {
            chain.doFilter(request, response);
            return;
        }
        cors.mark(request, response);
        if (response.containsHeader("Access-Control-Allow-Origin")) {
            response.setHeader("Access-Control-Expose-Headers", READABLE);
        }
        if (isPreflight(request) && cors.allows(request)) {
            cors.answerPreflight(request, response, METHODS);
            return;
        }
        Response problem = problem(request);
        if (problem == null) {
            respondLater(request, response, chain);
        } else {
            write(problem, response);
        }
    }

    private void respondLater(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        DeferredBody body = new DeferredBody(response);
        DeferringRequest deferring =
                new DeferringRequest(request, body, bodies, server.requestAbort());
        try {
            chain.doFilter(deferring, body);
        } catch (IOException | ServletException | RuntimeException | Error e) {
            deferring.fail();
            throw e;
        }
        deferring.finish();
    }

    private static boolean isPreflight(HttpServletRequest request) {
        return request.getMethod().equals("OPTIONS")
                && request.getHeader("Origin") != null
                && request.getHeader("Access-Control-Request-Method") != null;
    }

    private static @Nullable Response problem(HttpServletRequest request) {
        if (isPreflight(request)) {
            return Problem.of(
                    new RefusedException(
                            ErrorCode.ACCESS_DENIED, "This origin is not in parley.cors.origins"));
        }
        if (!Collections.list(request.getHeaders("Accept")).stream()
                .allMatch(MediaTypes::isAccept)) {
            return Problem.of(
                    RefusedException.invalid("Accept", "is not a list of media ranges (RFC 9110)"));
        }
        String type = request.getHeader("Content-Type");
        return type == null || MediaTypes.isType(type)
                ? null
                : Problem.of(Response.status(Response.Status.UNSUPPORTED_MEDIA_TYPE).build());
    }

    private static void write(Response problem, HttpServletResponse response) throws IOException {
        byte[] body = problem.getEntity().toString().getBytes(StandardCharsets.UTF_8);
        response.setStatus(problem.getStatus());
        problem.getStringHeaders()
                .forEach((name, values) -> response.setHeader(name, String.join(", ", values)));
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
