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
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;

/**
 * Reads public keys in the formats of MicroProfile JWT Auth 2.1: PEM (or its body alone), JWK,
 * JWKS, and the latter two in Base64 URL encoding. Stateless.
 */
final class PublicKeys {

    private static final Pattern PEM =
            Pattern.compile("-----BEGIN ([A-Z ]+)-----(.+?)-----END \\1-----", Pattern.DOTALL);
    private static final int LEAST_RSA_BITS = 2048;

    private PublicKeys() {}

    /**
     * Reads the keys in a text.
     *
     * @param algorithm the signature algorithm; determines the type of a PEM key
     * @return at least one key
     * @throws IllegalArgumentException naming the problem, without the text itself
     */
    static List<JsonWebKey> parse(String text, String algorithm) {
        String trimmed = text.strip();
        if (trimmed.contains("-----BEGIN")) {
            return List.of(pem(trimmed, algorithm));
        }
        if (trimmed.startsWith("{")) {
            return json(trimmed, algorithm);
        }
        byte[] decoded = decode(trimmed).orElseThrow(PublicKeys::unreadable);
        String json = new String(decoded, StandardCharsets.UTF_8).strip();
        return json.startsWith("{") ? json(json, algorithm) : List.of(der(decoded, algorithm));
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

    private static List<JsonWebKey> json(String text, String algorithm) {
        List<JsonWebKey> usable = new ArrayList<>();
        for (JsonWebKey key : jwks(text)) {
            // A key set may contain other keys, for encryption or for other algorithms.
            if (KeySelection.keyType(algorithm).equals(key.getKeyType())) {
                usable.add(checked(key));
            }
        }
        if (usable.isEmpty()) {
            throw new IllegalArgumentException("no key among the JSON Web Keys for " + algorithm);
        }
        return List.copyOf(usable);
    }

    private static List<JsonWebKey> jwks(String text) {
        try {
            Map<String, Object> object = JsonUtil.parseJson(text);
            return object.containsKey("keys")
                    ? new JsonWebKeySet(text).getJsonWebKeys()
                    : List.of(JsonWebKey.Factory.newJwk(object));
        } catch (JoseException | RuntimeException e) {
            // The library casts what it reads, so JSON of another shape causes any exception.
            throw new IllegalArgumentException("no JSON Web Key, and no set of them");
        }
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
