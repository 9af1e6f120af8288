package dev.parley.harness.war;

import dev.parley.api.Gateway;
import dev.parley.api.Handshake;
import dev.parley.api.OnAdmission;
import dev.parley.api.User;

/** A namespace whose guard has a bug. */
@Gateway("/broken")
public class FailingGuard {

    @OnAdmission
    public void fail(User user, Handshake handshake) {
        throw new IllegalStateException("a bug of the portal");
    }
}
