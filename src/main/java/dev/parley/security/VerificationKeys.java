package dev.parley.security;

import java.security.Key;
import java.util.List;
import java.util.concurrent.Executor;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jspecify.annotations.Nullable;

/** The public keys that verify tokens. Thread-safe. */
@FunctionalInterface
public interface VerificationKeys {

    /**
     * Returns the key that verifies a token, or a candidate. Never waits for the network.
     *
     * @return null if no key fits
     * @throws KeysUnavailableException if the keys are not known now
     */
    @Nullable Key keyFor(JsonWebSignature token);

    /**
     * Loads what can be loaded at start-up.
     *
     * @param fetches runs the fetches of keys, which may take about ten seconds
     * @throws dev.parley.config.SettingsException if something is not a key
     */
    default void prepare(Executor fetches) {}

    /** Keys that never change. */
    static VerificationKeys of(List<JsonWebKey> keys) {
        List<JsonWebKey> fixed = List.copyOf(keys);
        return token -> KeySelection.select(token, fixed).key();
    }
}
