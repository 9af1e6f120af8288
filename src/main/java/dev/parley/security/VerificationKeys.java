package dev.parley.security;

import java.security.Key;
import java.util.List;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jws.JsonWebSignature;

/** The public keys that tokens are verified with. Usable from any thread. */
@FunctionalInterface
public interface VerificationKeys {

    /**
     * Finds the key that verifies a token, or one that might.
     *
     * @return null if no key fits
     * @throws KeysUnavailableException if the keys cannot be fetched now
     */
    Key keyFor(JsonWebSignature token);

    /**
     * Reads what can be read at start-up.
     *
     * @throws dev.parley.config.SettingsException if it is no key
     */
    default void prepare() {}

    /** Keys that never change. */
    static VerificationKeys of(List<JsonWebKey> keys) {
        List<JsonWebKey> fixed = List.copyOf(keys);
        return token -> KeySelection.select(token, fixed).key();
    }
}
