package dev.parley.security;

import dev.parley.api.User;
import dev.parley.config.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.security.Key;
import java.util.List;
import java.util.concurrent.Executor;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtContext;
import org.jose4j.jwx.JsonWebStructure;
import org.jose4j.lang.JoseException;
import org.jose4j.lang.UnresolvableKeyException;
import org.jspecify.annotations.Nullable;

/**
 * Verifies tokens: signed JWTs (RFC 7519) as MicroProfile JWT Auth 2.1 describes them, wherever
 * they come from.
 *
 * <p>Thread-safe. {@link #verify} never waits for the network.
 */
@ApplicationScoped
public class TokenVerifier {

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final RefusalLog refusals = new RefusalLog();
    private VerificationKeys keys;
    private TokenRules rules;
    private JwtConsumer consumer;
    private TokenClaims reader;
    private String algorithm;
    private int maxLength;

    protected TokenVerifier() {
        // For the container's proxy.
    }

    /**
     * @param developmentKeys used in development mode instead of the configured keys
     */
    @Inject
    public TokenVerifier(Settings settings, Instance<VerificationKeys> developmentKeys) {
        this(
                settings,
                settings.dev().enabled()
                        ? developmentKeys.get()
                        : ConfiguredKeys.of(settings.jwt()));
    }

    /** Verifies with the given keys, whatever keys the settings name. */
    public TokenVerifier(Settings settings, VerificationKeys keys) {
        this.keys = keys;
        this.rules = new TokenRules(settings.jwt());
        this.algorithm = settings.jwt().algorithm();
        this.consumer = rules.consumer((token, nesting) -> key(token));
        this.reader = new TokenClaims(settings.jwt().tokenAge(), settings.auth().roles());
        this.maxLength = settings.auth().maxToken();
    }

    /**
     * Loads the keys; called at start-up. Starts to fetch keys that are at an address.
     *
     * @param fetches runs each task on a separate thread, because a fetch may take ten seconds
     * @param delay schedules the end of fetches that take longer
     * @throws dev.parley.config.SettingsException if a configured key cannot be read
     */
    public void prepare(Executor fetches, VerificationKeys.Delay delay) {
        // Configured keys were read by the constructor.
        keys.prepare(fetches, delay);
    }

    /**
     * Verifies a token. Logs the reason for a refusal, never the token.
     *
     * @param token may be null
     * @throws AuthenticationException if there is no token, or it is invalid
     * @throws KeysUnavailableException if the keys are not known now
     */
    public User verify(@Nullable String token) throws AuthenticationException {
        try {
            if (token == null || token.isBlank()) {
                throw AuthenticationException.unauthorized();
            }
            if (token.length() > maxLength) {
                throw AuthenticationException.invalid(
                        "the token is longer than parley.auth.max-token=" + maxLength);
            }
            return reader.user(verifiedClaims(token));
        } catch (AuthenticationException e) {
            refusals.note(e.reason());
            throw e;
        }
    }

    /** The user of a client without a token, if the settings allow that. */
    public User anonymous(String id) {
        return User.anonymous(id);
    }

    private JwtClaims verifiedClaims(String token) throws AuthenticationException {
        JsonWebSignature signed = parse(token);
        try {
            String payload = signed.getUnverifiedPayload();
            JwtClaims claims =
                    JwtClaims.parse(
                            payload.startsWith(BYTE_ORDER_MARK) ? payload.substring(1) : payload);
            TokenClaims.normalize(claims);
            // Verifies the signature first, then the claims.
            consumer.processContext(new JwtContext(token, claims, List.of(signed)));
            return claims;
        } catch (InvalidJwtException e) {
            throw rules.refusal(e);
        }
    }

    private static JsonWebSignature parse(String token) throws AuthenticationException {
        try {
            if (JsonWebStructure.fromCompactSerialization(token)
                    instanceof JsonWebSignature signed) {
                return signed;
            }
        } catch (JoseException | RuntimeException e) {
            // The library casts what it reads, so odd JSON causes any exception. Its messages
            // contain parts of the token.
            throw AuthenticationException.invalid("the token is not a signed JWT");
        }
        throw AuthenticationException.invalid("the token is encrypted, which is not supported");
    }

    private Key key(JsonWebSignature token) throws UnresolvableKeyException {
        // Other algorithms never reach the keys: no key is tried or fetched for them.
        Key key = algorithm.equals(token.getAlgorithmHeaderValue()) ? keys.keyFor(token) : null;
        if (key == null) {
            throw new UnresolvableKeyException("no key for this token");
        }
        return key;
    }
}
