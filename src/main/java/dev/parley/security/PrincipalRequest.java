package dev.parley.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpSession;
import java.security.Principal;

/**
 * A handshake request whose principal carries data for the endpoint. On some containers, concurrent
 * handshakes share the user properties of an endpoint's configuration; the principal belongs to the
 * session on all of them.
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

    /** Open Liberty calls this at each handshake, and would keep a session for half an hour. */
    @Override
    public HttpSession getSession() {
        return getSession(false);
    }
}
