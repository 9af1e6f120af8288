package dev.parley.security;

import dev.parley.api.User;
import dev.parley.config.Settings.Roles;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
    private static final Set<String> MAPPED = Set.of(User.ADMIN, User.SERVICE, User.MODERATOR);

    private final Optional<Duration> maxAge;
    private final Roles roles;

    /**
     * @param maxAge the maximum age of a token; empty for no limit besides {@code exp}
     * @param roles which groups mean which role
     */
    TokenClaims(Optional<Duration> maxAge, Roles roles) {
        this.maxAge = maxAge;
        this.roles = roles;
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
                    roles(groups(claims)),
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

    /** The groups, with Parley's own roles only where the settings map a group to them. */
    private Set<String> roles(Set<String> groups) {
        Set<String> all = new HashSet<>(groups);
        all.removeAll(MAPPED);
        addRole(all, User.ADMIN, roles.admin(), groups);
        addRole(all, User.SERVICE, roles.service(), groups);
        addRole(all, User.MODERATOR, roles.moderator(), groups);
        return all;
    }

    private static void addRole(
            Set<String> all, String role, List<String> meaningIt, Set<String> groups) {
        if (meaningIt.stream().anyMatch(groups::contains)) {
            all.add(role);
        }
    }

    private Set<String> groups(JwtClaims claims) throws AuthenticationException {
        Object value = value(claims.getClaimsMap());
        if (value == null) {
            return Set.of();
        }
        Set<String> groups = new HashSet<>();
        for (Object item : value instanceof List<?> list ? list : List.of(value)) {
            groups.add(text(item).orElseThrow(this::noGroups));
        }
        return groups;
    }

    private AuthenticationException noGroups() {
        return AuthenticationException.invalid(
                "the claim " + roles.claim() + " is neither a text nor a list of texts");
    }

    /** The claim of that name, or else the nested one that the dots in the name lead to. */
    private @Nullable Object value(Map<String, Object> claims) {
        Object exact = claims.get(roles.claim());
        if (exact != null) {
            return exact;
        }
        Object nested = claims;
        for (String step : roles.claim().split("\\.")) {
            nested = nested instanceof Map<?, ?> object ? object.get(step) : null;
        }
        return nested;
    }

    /** Returns a string, or a whole number as its decimal string; empty for other values. */
    private static Optional<String> text(@Nullable Object value) {
        return value instanceof String || value instanceof Long || value instanceof BigInteger
                ? Optional.of(value.toString())
                : Optional.empty();
    }
}
