package dev.parley.engineio;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpSession;
import java.security.Principal;

/** A handshake's request whose principal carries what the endpoint will want to know. */
final class HandshakeRequest extends HttpServletRequestWrapper {

    private final Handshake handshake;

    HandshakeRequest(HttpServletRequest request, Handshake handshake) {
        super(request);
        this.handshake = handshake;
    }

    @Override
    public Principal getUserPrincipal() {
        return handshake;
    }

    /** Open Liberty asks for a session at each handshake, and would keep one for half an hour. */
    @Override
    public HttpSession getSession() {
        return getSession(false);
    }
}
