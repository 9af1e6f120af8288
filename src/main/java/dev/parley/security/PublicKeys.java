package dev.parley.security;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.RSAKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;

/**
 * Public keys, read from the formats of MicroProfile JWT Auth 2.1: PEM (or its body alone), JWK,
 * JWKS, and the latter two in Base64 URL encoding. Immutable.
 *
 * @param usable at least one key
 * @param skipped the keys of a set that cannot be used, each with the reason; keys for other
 *     purposes or algorithms are not among them
 */
record PublicKeys(List<JsonWebKey> usable, List<String> skipped) {

    private static final Pattern PEM =
            Pattern.compile("-----BEGIN ([A-Z ]+)-----(.+?)-----END \\1-----", Pattern.DOTALL);
    private static final int LEAST_RSA_BITS = 2048;

    PublicKeys {
        usable = List.copyOf(usable);
        skipped = List.copyOf(skipped);
    }

    /**
     * Reads the keys in a text.
     *
     * @param algorithm the signature algorithm; determines the type of a PEM key
     * @throws IllegalArgumentException naming the problem, without the text itself
     */
    static PublicKeys parse(String text, String algorithm) {
        String trimmed = (text.startsWith("\uFEFF") ? text.substring(1) : text).strip();
        if (trimmed.contains("-----BEGIN")) {
            return one(pem(trimmed, algorithm));
        }
        if (trimmed.startsWith("{")) {
            return json(trimmed, algorithm);
        }
        byte[] decoded = decode(trimmed).orElseThrow(PublicKeys::unreadable);
        String json = new String(decoded, StandardCharsets.UTF_8).strip();
        return json.startsWith("{") ? json(json, algorithm) : one(der(decoded, algorithm));
    }

    private static PublicKeys one(JsonWebKey key) {
        return new PublicKeys(List.of(key), List.of());
    }

    private static IllegalArgumentException unreadable() {
        return new IllegalArgumentException("no public key as PEM, JWK or JWKS");
    }

    private static Optional<byte[]> decode(String base64) {
        String standard = base64.replaceAll("\\s", "").replace('-', '+').replace('_', '/');
        try {
            return Optional.of(Base64.getDecoder().decode(standard));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static JsonWebKey pem(String text, String algorithm) {
        Matcher matcher = PEM.matcher(text);
        if (text.contains("PRIVATE KEY")) {
            throw new IllegalArgumentException("a private key where a public key belongs");
        }
        if (!matcher.find() || !matcher.group(1).equals("PUBLIC KEY")) {
            throw new IllegalArgumentException("no PEM block -----BEGIN PUBLIC KEY-----");
        }
        return der(decode(matcher.group(2)).orElseThrow(PublicKeys::unreadable), algorithm);
    }

    private static JsonWebKey der(byte[] encoded, String algorithm) {
        String type = KeySelection.keyType(algorithm);
        try {
            PublicKey key =
                    KeyFactory.getInstance(type).generatePublic(new X509EncodedKeySpec(encoded));
            return checked(JsonWebKey.Factory.newJwk(key));
        } catch (GeneralSecurityException | JoseException e) {
            throw new IllegalArgumentException(
                    "no " + type + " public key, as " + algorithm + " needs");
        }
    }

    private static PublicKeys json(String text, String algorithm) {
        Map<String, Object> object = object(text);
        if (!object.containsKey("keys")) {
            return one(ofType(object, algorithm).orElseThrow(() -> none(algorithm, List.of())));
        }
        if (!(object.get("keys") instanceof List<?> keys)) {
            throw noKeys();
        }
        List<JsonWebKey> usable = new ArrayList<>();
        List<String> skipped = new ArrayList<>();
        for (Object key : keys) {
            try {
                ofType(key, algorithm).ifPresent(usable::add);
            } catch (IllegalArgumentException e) {
                skipped.add(name(key) + ": " + e.getMessage());
            }
        }
        if (usable.isEmpty()) {
            throw none(algorithm, skipped);
        }
        return new PublicKeys(usable, skipped);
    }

    private static Map<String, Object> object(String text) {
        try {
            return JsonUtil.parseJson(text);
        } catch (JoseException | RuntimeException e) {
            throw noKeys();
        }
    }

    private static IllegalArgumentException noKeys() {
        return new IllegalArgumentException("no JSON Web Key, and no set of them");
    }

    private static IllegalArgumentException none(String algorithm, List<String> skipped) {
        return new IllegalArgumentException(
                "no key among the JSON Web Keys for "
                        + algorithm
                        + (skipped.isEmpty() ? "" : "; unusable: " + String.join("; ", skipped)));
    }

    /** The key, unless it is for encryption or for other algorithms, as in many key sets. */
    @SuppressWarnings("unchecked") // The objects of jose4j's parser have strings as keys.
    private static Optional<JsonWebKey> ofType(Object key, String algorithm) {
        if (!(key instanceof Map<?, ?> parameters)) {
            throw noKeys();
        }
        if (parameters.get("kty") instanceof String type
                && !type.equals(KeySelection.keyType(algorithm))) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    checked(JsonWebKey.Factory.newJwk((Map<String, Object>) parameters)));
        } catch (IllegalArgumentException e) {
            throw e;
        } catch (JoseException | RuntimeException e) {
            // The library casts what it reads, so JSON of another shape causes any exception.
            throw noKeys();
        }
    }

    private static String name(Object key) {
        Object kid = key instanceof Map<?, ?> parameters ? parameters.get("kid") : null;
        return kid == null ? "a key without kid" : "kid " + Identity.cleanName(kid.toString());
    }

    private static JsonWebKey checked(JsonWebKey key) {
        if (key instanceof PublicJsonWebKey pair && pair.getPrivateKey() != null) {
            throw new IllegalArgumentException("a private key where a public key belongs");
        }
        if (key.getKey() instanceof RSAKey rsa && rsa.getModulus().bitLength() < LEAST_RSA_BITS) {
            throw new IllegalArgumentException(
                    "an RSA key of less than " + LEAST_RSA_BITS + " bits (RFC 7518, section 3.3)");
        }
        return key;
    }
}
