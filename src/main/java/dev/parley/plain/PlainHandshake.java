package dev.parley.plain;

import dev.parley.api.Handshake;
import dev.parley.api.User;
import dev.parley.hub.Namespace;
import dev.parley.hub.Naming;
import java.security.Principal;
import java.util.Optional;

/**
 * The user, namespace and spelling of an accepted handshake. Immutable; travels from the filter to
 * the endpoint as the principal of a {@link dev.parley.security.PrincipalRequest}.
 */
record PlainHandshake(User user, Namespace namespace, Handshake request, Optional<Naming> naming)
        implements Principal {

    @Override
    public String getName() {
        return user.id();
    }
}
