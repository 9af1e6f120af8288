package dev.parley.security;

import java.security.Key;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
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

    /** Runs a task once after a delay, unless the returned future is cancelled. */
    @FunctionalInterface
    interface Delay {
        /**
         * @param task must not block
         */
        Future<?> after(Duration delay, Runnable task);
    }

    /**
     * Loads what can be loaded at start-up.
     *
     * @param fetches runs each task on a separate thread, because a fetch may take ten seconds
     * @param delay schedules the end of fetches that take longer
     * @throws dev.parley.config.SettingsException if something is not a key
     */
    default void prepare(Executor fetches, Delay delay) {}

    /** Keys that never change. */
    static VerificationKeys of(List<JsonWebKey> keys) {
        List<JsonWebKey> fixed = List.copyOf(keys);
        return token -> KeySelection.select(token, fixed).key();
    }
}
