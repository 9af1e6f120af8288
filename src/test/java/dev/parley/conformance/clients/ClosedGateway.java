package dev.parley.conformance.clients;

import dev.parley.api.ErrorCode;
import dev.parley.api.Gateway;
import dev.parley.api.Handshake;
import dev.parley.api.OnAdmission;
import dev.parley.api.RefusedException;
import dev.parley.api.User;

/** Lets nobody in. */
@Gateway("/no")
public class ClosedGateway {

    @OnAdmission
    public void refuse(User user, Handshake handshake) {
        throw new RefusedException(ErrorCode.ACCESS_DENIED, "Auth failed (custom namespace)");
    }
}
