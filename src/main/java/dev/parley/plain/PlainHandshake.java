package dev.parley.plain;

import dev.parley.api.Handshake;
import dev.parley.api.User;
import dev.parley.hub.Namespace;
import dev.parley.hub.Naming;
import java.security.Principal;
import java.util.Optional;

/**
 * Who comes, where to, and how he wants to be spoken to. Immutable; travels from the filter to the
 * endpoint as the principal of a {@link dev.parley.security.PrincipalRequest}.
 */
record PlainHandshake(User user, Namespace namespace, Handshake request, Optional<Naming> naming)
        implements Principal {

    @Override
    public String getName() {
        return user.id();
    }
}
