package dev.parley.devmode;

import dev.parley.config.Settings;
import dev.parley.config.Settings.Jwt;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/** Signs tokens with the development key, as MicroProfile JWT Auth 2.1 requires. Thread-safe. */
@ApplicationScoped
public class DevTokenIssuer {

    private Settings settings;
    private DevKeys keys;

    /** For the container's proxy. */
    protected DevTokenIssuer() {}

    @Inject
    public DevTokenIssuer(Settings settings, DevKeys keys) {
        this.settings = settings;
        this.keys = keys;
    }

    /** Whether development mode is on. */
    boolean isEnabled() {
        return settings.dev().enabled();
    }

    /**
     * Issues a token.
     *
     * @throws IllegalStateException if development mode is off
     */
    DevToken issue(DevTokenRequest request) {
        Instant now = Instant.now();
        long end = now.getEpochSecond() + request.expiresIn();
        JsonWebSignature signature = new JsonWebSignature();
        RsaJsonWebKey pair = keys.pair();
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
        signature.setHeader("typ", "JWT");
        signature.setKeyIdHeaderValue(pair.getKeyId());
        signature.setKey(pair.getPrivateKey());
        signature.setPayload(claims(request, now, end).toJson());
        try {
            return new DevToken(signature.getCompactSerialization(), Instant.ofEpochSecond(end));
        } catch (JoseException e) {
            throw new IllegalStateException("Cannot sign a development token", e);
        }
    }

    private JwtClaims claims(DevTokenRequest request, Instant now, long end) {
        Jwt jwt = settings.jwt();
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(jwt.issuer().orElseThrow());
        if (!jwt.audiences().isEmpty()) {
            claims.setAudience(jwt.audiences());
        }
        claims.setGeneratedJwtId();
        claims.setSubject(request.sub());
        claims.setStringClaim("upn", request.sub());
        claims.setStringClaim("preferred_username", request.username());
        claims.setStringListClaim("groups", List.copyOf(request.groups()));
        claims.setIssuedAt(NumericDate.fromSeconds(now.getEpochSecond()));
        claims.setExpirationTime(NumericDate.fromSeconds(end));
        return claims;
    }
}
