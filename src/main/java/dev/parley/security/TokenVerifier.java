package dev.parley.security;

import dev.parley.api.User;
import dev.parley.config.Settings;
import dev.parley.config.Settings.Jwt;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.Key;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.ErrorCodeValidator.Error;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.jwt.consumer.Validator;
import org.jose4j.lang.UnresolvableKeyException;
import org.jspecify.annotations.Nullable;

/**
 * Verifies tokens: signed JWTs (RFC 7519) as MicroProfile JWT Auth 2.1 describes them, wherever
 * they come from.
 *
 * <p>Thread-safe. {@link #verify} may block for about ten seconds if the keys come from an address.
 */
@ApplicationScoped
public class TokenVerifier {

    /** The longest token that is accepted, in characters. */
    public static final int MAX_TOKEN = 8 * 1024;

    private static final Logger LOG = System.getLogger(TokenVerifier.class.getName());

    /** How far in the future {@code iat} may be, in seconds. */
    private static final int ISSUED_AHEAD = 60;

    /** The end of the year 9999, the last that ISO 8601 can express; in epoch seconds. */
    private static final long LATEST = 253_402_300_799L;

    private static final List<String> NAME_CLAIMS =
            List.of("preferred_username", "username", "upn", "name");

    private VerificationKeys keys;
    private JwtConsumer consumer;

    /** The maximum age of a token; null for no limit besides {@code exp}. */
    private @Nullable Duration maxAge;

    protected TokenVerifier() {
        // For the container's proxy.
    }

    /**
     * @param developmentKeys used in development mode instead of the configured keys
     */
    @Inject
    public TokenVerifier(Settings settings, Instance<VerificationKeys> developmentKeys) {
        this(
                settings.jwt(),
                settings.dev().enabled()
                        ? developmentKeys.get()
                        : ConfiguredKeys.of(settings.jwt()));
    }

    /** Verifies with the given keys, whatever keys the settings name. */
    public TokenVerifier(Jwt jwt, VerificationKeys keys) {
        this.keys = keys;
        this.consumer = consumer(jwt);
        this.maxAge = jwt.tokenAge().orElse(null);
    }

    /**
     * Loads the keys; called at start-up. Keys at an address are not fetched yet.
     *
     * @throws dev.parley.config.SettingsException if a configured key cannot be read
     */
    public void prepare() {
        // Configured keys were read by the constructor.
        keys.prepare();
    }

    /**
     * Verifies a token.
     *
     * @param token may be null
     * @throws AuthenticationException if there is no token, or it is invalid
     * @throws KeysUnavailableException if the keys cannot be fetched
     */
    public User verify(@Nullable String token) throws AuthenticationException {
        if (token == null || token.isBlank()) {
            throw AuthenticationException.unauthorized();
        }
        if (token.length() > MAX_TOKEN) {
            throw AuthenticationException.invalid();
        }
        try {
            return user(consumer.processToClaims(token));
        } catch (InvalidJwtException e) {
            throw refusal(e);
        } catch (MalformedClaimException e) {
            LOG.log(Level.DEBUG, "Token refused: a claim has the wrong type");
            throw AuthenticationException.invalid();
        }
    }

    /** The user of a client without a token, if the settings allow that. */
    public User anonymous(String id) {
        return User.anonymous(id);
    }

    private JwtConsumer consumer(Jwt jwt) {
        JwtConsumerBuilder builder =
                new JwtConsumerBuilder()
                        .setJwsAlgorithmConstraints(ConstraintType.PERMIT, jwt.algorithm())
                        .setVerificationKeyResolver((token, nesting) -> key(token, jwt.algorithm()))
                        .setRequireSubject()
                        .setRequireExpirationTime()
                        .setAllowedClockSkewInSeconds((int) jwt.clockSkew().toSeconds())
                        .registerValidator(
                                (Validator) context -> issuedAhead(context.getJwtClaims(), jwt));
        jwt.issuer().ifPresent(issuer -> builder.setExpectedIssuer(true, issuer));
        jwt.tokenAge().ifPresent(age -> limitAge(builder, age));
        if (jwt.audiences().isEmpty()) {
            builder.setSkipDefaultAudienceValidation();
        } else {
            builder.setExpectedAudience(true, jwt.audiences().toArray(String[]::new));
        }
        return builder.build();
    }

    private static void limitAge(JwtConsumerBuilder builder, Duration age) {
        builder.setRequireIssuedAt()
                .setIssuedAtRestrictions(ISSUED_AHEAD, Math.toIntExact(age.toSeconds()));
    }

    private Key key(JsonWebSignature token, String algorithm) throws UnresolvableKeyException {
        // Other algorithms never reach the keys: no key is tried or fetched for them.
        Key key = algorithm.equals(token.getAlgorithmHeaderValue()) ? keys.keyFor(token) : null;
        if (key == null) {
            throw new UnresolvableKeyException("no key for this token");
        }
        return key;
    }

    /** A token from the future would outlive every revocation, which compares the time of issue. */
    private static @Nullable String issuedAhead(JwtClaims claims, Jwt jwt)
            throws MalformedClaimException {
        NumericDate issuedAt = claims.getIssuedAt();
        long latest = NumericDate.now().getValue() + jwt.clockSkew().toSeconds() + ISSUED_AHEAD;
        return issuedAt != null && issuedAt.getValue() > latest ? "issued in the future" : null;
    }

    private static AuthenticationException refusal(InvalidJwtException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof KeysUnavailableException unavailable) {
                throw unavailable;
            }
        }
        // Codes only: the messages of the library contain parts of the token.
        LOG.log(
                Level.DEBUG,
                () ->
                        "Token refused: codes "
                                + e.getErrorDetails().stream().map(d -> d.getErrorCode()).toList());
        boolean expired = e.getErrorDetails().stream().allMatch(TokenVerifier::isAge);
        return expired && !e.getErrorDetails().isEmpty()
                ? AuthenticationException.expired()
                : AuthenticationException.invalid();
    }

    private static boolean isAge(Error detail) {
        return detail.getErrorCode() == ErrorCodes.EXPIRED
                || detail.getErrorCode() == ErrorCodes.ISSUED_AT_INVALID_PAST;
    }

    private User user(JwtClaims claims) throws AuthenticationException, MalformedClaimException {
        String subject = claims.getSubject();
        if (!Identity.isSubject(subject)) {
            throw AuthenticationException.invalid();
        }
        NumericDate issuedAt = claims.getIssuedAt();
        return new User(
                subject,
                name(claims, subject),
                groups(claims),
                issuedAt == null ? Instant.EPOCH : instant(issuedAt),
                end(claims),
                false);
    }

    /** When the token expires, apart from clock skew. */
    private Instant end(JwtClaims claims) throws MalformedClaimException {
        Instant own = instant(claims.getExpirationTime());
        if (maxAge == null) {
            return own;
        }
        Instant aged = instant(claims.getIssuedAt()).plus(maxAge);
        return aged.isBefore(own) ? aged : own;
    }

    private static Instant instant(NumericDate date) {
        return Instant.ofEpochSecond(Math.max(0, Math.min(date.getValue(), LATEST)));
    }

    private static String name(JwtClaims claims, String subject) {
        return NAME_CLAIMS.stream()
                .map(claims::getClaimValue)
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .map(Identity::cleanName)
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElseGet(() -> Identity.cleanName(subject));
    }

    private static Set<String> groups(JwtClaims claims) throws MalformedClaimException {
        return claims.hasClaim("groups")
                ? new HashSet<>(claims.getStringListClaimValue("groups"))
                : Set.of();
    }
}
