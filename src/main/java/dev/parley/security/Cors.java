package dev.parley.security;

import dev.parley.config.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Tells browsers which cross-origin pages may poll and call the REST API, according to {@code
 * parley.cors.origins} (Fetch standard, CORS protocol). Thread-safe.
 */
@ApplicationScoped
public class Cors {

    private static final String CACHE_SECONDS = "600";

    @Inject private Settings settings;
    @Inject private Origins origins;

    /** Returns whether the origin of a request is allowed. */
    public boolean allows(HttpServletRequest request) {
        return origins.allows(
                request.getHeader("Origin"), request.getHeader("Host"), request.getScheme());
    }

    /** Adds the CORS headers to a response, whatever its status. */
    public void mark(HttpServletRequest request, HttpServletResponse response) {
        if (settings.cors().any()) {
            // Without credentials: a page of any origin must not act with a user's cookies.
            response.setHeader("Access-Control-Allow-Origin", "*");
            return;
        }
        response.addHeader("Vary", "Origin");
        String origin = request.getHeader("Origin");
        if (origin != null && allows(request)) {
            response.setHeader("Access-Control-Allow-Origin", origin);
            response.setHeader("Access-Control-Allow-Credentials", "true");
        }
    }

    /**
     * Answers a CORS preflight request, which browsers send without credentials.
     *
     * @param methods the methods that pages may use, separated by commas
     */
    public void answerPreflight(
            HttpServletRequest request, HttpServletResponse response, String methods) {
        response.setHeader("Access-Control-Allow-Methods", methods);
        String headers = request.getHeader("Access-Control-Request-Headers");
        if (headers != null && headers.matches("[A-Za-z0-9!#$%&'*+.^_`|~, -]{1,1000}")) {
            response.setHeader("Access-Control-Allow-Headers", headers);
        }
        response.setHeader("Access-Control-Max-Age", CACHE_SECONDS);
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }
}
