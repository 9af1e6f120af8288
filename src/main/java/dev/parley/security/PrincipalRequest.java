package dev.parley.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpSession;
import java.security.Principal;

/**
 * A handshake's request whose principal carries what the endpoint will want to know: user
 * properties of an endpoint's configuration are shared by concurrent handshakes on some containers,
 * the principal is the session's own on all.
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

    /** Open Liberty asks for a session at each handshake, and would keep one for half an hour. */
    @Override
    public HttpSession getSession() {
        return getSession(false);
    }
}
