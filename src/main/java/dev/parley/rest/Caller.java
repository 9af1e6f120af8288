package dev.parley.rest;

import dev.parley.api.User;
import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;

/**
 * The caller of a request, for the resources and {@code @RolesAllowed}. Immutable.
 *
 * @param secure whether the request reached this server over TLS
 */
record Caller(User user, boolean secure) implements SecurityContext, Principal {

    /** Returns the user of a request that {@link AccessFilter} accepted. */
    static User user(SecurityContext context) {
        return ((Caller) context.getUserPrincipal()).user();
    }

    @Override
    public Principal getUserPrincipal() {
        return this;
    }

    @Override
    public String getName() {
        return user.id();
    }

    @Override
    public boolean isUserInRole(String role) {
        return user.hasRole(role);
    }

    @Override
    public boolean isSecure() {
        return secure;
    }

    @Override
    public String getAuthenticationScheme() {
        return "Bearer";
    }
}
