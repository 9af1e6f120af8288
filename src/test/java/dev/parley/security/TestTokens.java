package dev.parley.security;

import dev.parley.config.Settings;
import dev.parley.config.SettingsReader;
import java.security.Key;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;

/** Keys and tokens for tests. */
final class TestTokens {

    static final RsaJsonWebKey RSA = rsa("one");
    static final RsaJsonWebKey OTHER_RSA = rsa("two");
    static final EllipticCurveJsonWebKey EC = ec("curve");

    private TestTokens() {}

    static RsaJsonWebKey rsa(String kid) {
        return rsa(kid, 2048);
    }

    static RsaJsonWebKey rsa(String kid, int bits) {
        try {
            RsaJsonWebKey key = RsaJwkGenerator.generateJwk(bits);
            key.setKeyId(kid);
            return key;
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static EllipticCurveJsonWebKey ec(String kid) {
        try {
            EllipticCurveJsonWebKey key = EcJwkGenerator.generateJwk(EllipticCurves.P256);
            key.setKeyId(kid);
            return key;
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Claims that are good for five minutes, then changed as a test wants. */
    static JwtClaims claims(Consumer<JwtClaims> change) {
        JwtClaims claims = new JwtClaims();
        claims.setSubject("u-1");
        claims.setIssuer("https://issuer.example");
        claims.setIssuedAtToNow();
        claims.setExpirationTimeMinutesInTheFuture(5);
        change.accept(claims);
        return claims;
    }

    static String token(Consumer<JwtClaims> change) {
        return sign(claims(change), RSA);
    }

    static String sign(JwtClaims claims, PublicJsonWebKey key) {
        String algorithm = key instanceof RsaJsonWebKey ? "RS256" : "ES256";
        return sign(claims, key.getPrivateKey(), algorithm, key.getKeyId());
    }

    static String sign(JwtClaims claims, Key key, String algorithm, String kid) {
        return sign(claims.toJson(), key, algorithm, kid);
    }

    static String sign(String payload, Key key, String algorithm, String kid) {
        JsonWebSignature signature = new JsonWebSignature();
        signature.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
        signature.setAlgorithmHeaderValue(algorithm);
        if (kid != null) {
            signature.setKeyIdHeaderValue(kid);
        }
        signature.setKey(key);
        signature.setPayload(payload);
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The public part of some keys, as a JWKS. */
    static String jwks(PublicJsonWebKey... keys) {
        return Arrays.stream(keys)
                .map(PublicJsonWebKey::toJson)
                .collect(Collectors.joining(",", "{\"keys\":[", "]}"));
    }

    /** Settings with a key, unless the pairs name one. */
    static Settings settings(String... pairs) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            values.put(pairs[i], pairs[i + 1]);
        }
        if (!values.containsKey("mp.jwt.verify.publickey.location")) {
            values.putIfAbsent("mp.jwt.verify.publickey", jwks(RSA, EC));
        }
        values.putIfAbsent("parley.auth.unchecked-claims", "iss,aud");
        return new SettingsReader(name -> Optional.ofNullable(values.get(name))).read();
    }

    /** A verifier with the keys that the settings name. */
    static TokenVerifier verifier(String... pairs) {
        Settings settings = settings(pairs);
        return new TokenVerifier(settings, ConfiguredKeys.of(settings.jwt()));
    }
}
