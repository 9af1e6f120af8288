package dev.parley.security;

import java.security.Key;
import java.util.List;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.Use;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/**
 * The key that a token was signed with, out of several.
 *
 * @param key the key to verify with; null if none fits
 * @param stale whether newer keys might fit better
 */
record KeySelection(@Nullable Key key, boolean stale) {

    /**
     * Selects by type, use, algorithm and {@code kid}. A key without a {@code kid} (a PEM file) may
     * have signed any token; a token without one is tried with every key.
     */
    static KeySelection select(JsonWebSignature token, List<JsonWebKey> keys) {
        List<JsonWebKey> candidates = keys.stream().filter(key -> fits(token, key)).toList();
        for (JsonWebKey candidate : candidates) {
            if (verifies(token, candidate.getKey())) {
                return new KeySelection(candidate.getKey(), false);
            }
        }
        if (candidates.isEmpty()) {
            return new KeySelection(null, true);
        }
        boolean named =
                candidates.stream().anyMatch(key -> key.getKeyId() != null)
                        && token.getKeyIdHeaderValue() != null;
        return new KeySelection(candidates.get(0).getKey(), !named);
    }

    private static boolean fits(JsonWebSignature token, JsonWebKey key) {
        String algorithm = token.getAlgorithmHeaderValue();
        String wanted = token.getKeyIdHeaderValue();
        return keyType(algorithm).equals(key.getKeyType())
                && (key.getUse() == null || key.getUse().equals(Use.SIGNATURE))
                && (key.getAlgorithm() == null || key.getAlgorithm().equals(algorithm))
                && (wanted == null || key.getKeyId() == null || wanted.equals(key.getKeyId()));
    }

    /** Only public keys exist here: tokens with HMAC or {@code none} fit no key. */
    static String keyType(@Nullable String algorithm) {
        if (algorithm == null) {
            return "";
        }
        if (algorithm.startsWith("RS") || algorithm.startsWith("PS")) {
            return "RSA";
        }
        return algorithm.startsWith("ES") ? "EC" : "";
    }

    private static boolean verifies(JsonWebSignature token, Key key) {
        try {
            token.setKey(key);
            return token.verifySignature();
        } catch (JoseException e) {
            return false;
        }
    }
}
