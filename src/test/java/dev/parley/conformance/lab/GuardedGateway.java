package dev.parley.conformance.lab;

import dev.parley.gateway.Gateway;
import dev.parley.gateway.OnAdmission;
import dev.parley.hub.ErrorCode;
import dev.parley.hub.Handshake;
import dev.parley.hub.RefusedException;
import dev.parley.security.User;

/** Lets in who says please. */
@Gateway("/guarded")
public class GuardedGateway {

    @OnAdmission
    public void wantTheWord(User user, Handshake handshake) {
        if (!handshake.auth().getString("word", "").equals("please")) {
            throw new RefusedException(ErrorCode.ACCESS_DENIED, "no way");
        }
    }
}
