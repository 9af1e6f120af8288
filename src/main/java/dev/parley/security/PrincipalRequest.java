package dev.parley.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpSession;
import java.security.Principal;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A handshake request whose principal carries data for the endpoint. On some containers, concurrent
 * handshakes share the user properties of an endpoint's configuration; the principal belongs to the
 * session on all of them. The query is hidden from the container: see {@link #getQueryString}.
 */
public final class PrincipalRequest extends HttpServletRequestWrapper {

    private final Principal principal;

    public PrincipalRequest(HttpServletRequest request, Principal principal) {
        super(request);
        this.principal = principal;
    }

    @Override
    public Principal getUserPrincipal() {
        return principal;
    }

    /**
     * Hides the query, which may contain a token: Open Liberty (26.0.0.3) logs the queries that it
     * cannot parse.
     */
    @Override
    public @Nullable String getQueryString() {
        return null;
    }

    @Override
    public @Nullable String getParameter(String name) {
        return null;
    }

    @Override
    public Map<String, String[]> getParameterMap() {
        return Map.of();
    }

    @Override
    public Enumeration<String> getParameterNames() {
        return Collections.emptyEnumeration();
    }

    @Override
    public String @Nullable [] getParameterValues(String name) {
        return null;
    }

    /** Open Liberty calls this at each handshake, and would keep a session for half an hour. */
    @Override
    public HttpSession getSession() {
        return getSession(false);
    }
}
