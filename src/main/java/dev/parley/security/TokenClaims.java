package dev.parley.security;

import dev.parley.api.User;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jspecify.annotations.Nullable;

/**
 * Reads a user from the claims of a verified token, as identity providers write them: a single
 * group may be a string instead of a list, and ids may be numbers. Immutable.
 */
final class TokenClaims {

    /** The end of the year 9999, the last that ISO 8601 can express; in epoch seconds. */
    private static final long LATEST = 253_402_300_799L;

    private static final List<String> NAMES =
            List.of("preferred_username", "username", "upn", "name");
    private static final String GROUPS = "groups";

    private final Optional<Duration> maxAge;

    /**
     * @param maxAge the maximum age of a token; empty for no limit besides {@code exp}
     */
    TokenClaims(Optional<Duration> maxAge) {
        this.maxAge = maxAge;
    }

    /** Replaces a numeric {@code sub} with its decimal string, which jose4j expects. */
    static void normalize(JwtClaims claims) {
        text(claims.getClaimValue("sub")).ifPresent(claims::setSubject);
    }

    /**
     * Returns the user of a token.
     *
     * @throws AuthenticationException if the token describes none
     */
    User user(JwtClaims claims) throws AuthenticationException {
        try {
            String subject = claims.getSubject();
            if (subject == null) {
                throw AuthenticationException.invalid("the claim sub is missing");
            }
            if (!Identity.isSubject(subject)) {
                throw AuthenticationException.invalid(
                        "the claim sub is not a user id: it needs 1 to 128 characters, one of them"
                                + " visible, no control characters, and no prefix anon-");
            }
            NumericDate issuedAt = claims.getIssuedAt();
            return new User(
                    subject,
                    name(claims, subject),
                    groups(claims.getClaimValue(GROUPS)),
                    issuedAt == null ? Instant.EPOCH : instant(issuedAt),
                    end(claims),
                    false);
        } catch (MalformedClaimException e) {
            throw AuthenticationException.invalid("a claim has the wrong type");
        }
    }

    /** When the token expires, apart from clock skew. */
    private Instant end(JwtClaims claims) throws MalformedClaimException {
        Instant own = instant(claims.getExpirationTime());
        if (maxAge.isEmpty()) {
            return own;
        }
        Instant aged = instant(claims.getIssuedAt()).plus(maxAge.get());
        return aged.isBefore(own) ? aged : own;
    }

    private static Instant instant(NumericDate date) {
        return Instant.ofEpochSecond(Math.max(0, Math.min(date.getValue(), LATEST)));
    }

    private static String name(JwtClaims claims, String subject) {
        return NAMES.stream()
                .map(claims::getClaimValue)
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .map(Identity::cleanName)
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElseGet(() -> Identity.cleanName(subject));
    }

    private static Set<String> groups(@Nullable Object value) throws AuthenticationException {
        if (value == null) {
            return Set.of();
        }
        Set<String> groups = new HashSet<>();
        for (Object item : value instanceof List<?> list ? list : List.of(value)) {
            groups.add(
                    text(item)
                            .orElseThrow(
                                    () ->
                                            AuthenticationException.invalid(
                                                    "the claim "
                                                            + GROUPS
                                                            + " is neither a text nor a list of"
                                                            + " texts")));
        }
        return groups;
    }

    /** Returns a string, or a whole number as its decimal string; empty for other values. */
    private static Optional<String> text(@Nullable Object value) {
        return value instanceof String || value instanceof Long || value instanceof BigInteger
                ? Optional.of(value.toString())
                : Optional.empty();
    }
}
