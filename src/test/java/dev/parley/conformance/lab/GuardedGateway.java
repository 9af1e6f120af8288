package dev.parley.conformance.lab;

import dev.parley.api.ErrorCode;
import dev.parley.api.Gateway;
import dev.parley.api.Handshake;
import dev.parley.api.OnAdmission;
import dev.parley.api.RefusedException;
import dev.parley.api.User;

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
