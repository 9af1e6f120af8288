package dev.parley.plain;

import dev.parley.api.Handshake;
import dev.parley.api.User;
import dev.parley.hub.Namespace;
import dev.parley.hub.Naming;
import java.security.Principal;
import java.util.Optional;

/**
 * The user, namespace and naming of an accepted handshake. Immutable. The filter passes it to the
 * endpoint as the principal of a {@link dev.parley.security.PrincipalRequest}.
 */
record PlainHandshake(User user, Namespace namespace, Handshake request, Optional<Naming> naming)
        implements Principal {

    @Override
    public String getName() {
        return user.id();
    }
}
