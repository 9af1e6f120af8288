package dev.parley.conformance.clients;

import dev.parley.gateway.Gateway;
import dev.parley.gateway.OnAdmission;
import dev.parley.hub.ErrorCode;
import dev.parley.hub.Handshake;
import dev.parley.hub.RefusedException;
import dev.parley.security.User;

/** Lets nobody in. */
@Gateway("/no")
public class ClosedGateway {

    @OnAdmission
    public void refuse(User user, Handshake handshake) {
        throw new RefusedException(ErrorCode.ACCESS_DENIED, "Auth failed (custom namespace)");
    }
}
