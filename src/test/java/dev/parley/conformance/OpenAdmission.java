package dev.parley.conformance;

import dev.parley.api.User;
import dev.parley.hub.Admission;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Specializes;
import java.util.concurrent.CompletionStage;

/**
 * Lets everybody in as a guest: the suites send a {@code token} that is just a value to them.
 * Thread-safe.
 */
@Specializes
@ApplicationScoped
public class OpenAdmission extends Admission {

    @Override
    public CompletionStage<User> admit(String token) {
        return super.admit(null);
    }
}
