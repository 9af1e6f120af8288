package dev.parley.rest;

import dev.parley.api.User;
import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;

/**
 * Who calls, for the resources and for {@code @RolesAllowed}. Immutable.
 *
 * @param secure whether the request came over TLS, as far as this server sees
 */
record Caller(User user, boolean secure) implements SecurityContext, Principal {

    /** The user behind a request that {@link AccessFilter} has let through. */
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
