package dev.parley.security;

import dev.parley.config.Settings.Jwt;
import java.time.Duration;
import java.util.List;
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
import org.jose4j.jwt.consumer.JwtContext;
import org.jose4j.jwx.JsonWebStructure;
import org.jose4j.keys.resolvers.VerificationKeyResolver;
import org.jspecify.annotations.Nullable;

/**
 * The rules that a token must follow, by the settings of MicroProfile JWT, and the reasons why one
 * is refused. One leeway applies to all times. Immutable.
 */
final class TokenRules {

    private static final int SHOWN = 80;

    private final Jwt jwt;

    TokenRules(Jwt jwt) {
        this.jwt = jwt;
    }

    JwtConsumer consumer(VerificationKeyResolver keys) {
        JwtConsumerBuilder builder =
                new JwtConsumerBuilder()
                        .setJwsAlgorithmConstraints(ConstraintType.PERMIT, jwt.algorithm())
                        .setVerificationKeyResolver(keys)
                        .setRequireExpirationTime()
                        .setAllowedClockSkewInSeconds(skew())
                        .registerValidator(this::issuedAhead);
        jwt.issuer().ifPresent(issuer -> builder.setExpectedIssuer(true, issuer));
        jwt.tokenAge().ifPresent(age -> limitAge(builder, age));
        if (jwt.audiences().isEmpty()) {
            builder.setSkipDefaultAudienceValidation();
        } else {
            builder.setExpectedAudience(true, jwt.audiences().toArray(String[]::new));
        }
        return builder.build();
    }

    private int skew() {
        return Math.toIntExact(jwt.clockSkew().toSeconds());
    }

    private static void limitAge(JwtConsumerBuilder builder, Duration age) {
        builder.setRequireIssuedAt().setIssuedAtRestrictions(0, Math.toIntExact(age.toSeconds()));
    }

    /** A token from the future would outlive every revocation, which compares the time of issue. */
    private @Nullable Error issuedAhead(JwtContext context) throws MalformedClaimException {
        NumericDate issuedAt = context.getJwtClaims().getIssuedAt();
        long latest = NumericDate.now().getValue() + skew();
        return issuedAt != null && issuedAt.getValue() > latest
                ? new Error(ErrorCodes.ISSUED_AT_INVALID_FUTURE, "issued in the future")
                : null;
    }

    /**
     * Translates the library's exception, whose message contains parts of the token.
     *
     * @throws KeysUnavailableException if that is the cause
     */
    AuthenticationException refusal(InvalidJwtException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof KeysUnavailableException unavailable) {
                throw unavailable;
            }
        }
        List<Error> errors = e.getErrorDetails();
        for (Error error : errors) {
            if (error.getErrorCode() != ErrorCodes.EXPIRED
                    && error.getErrorCode() != ErrorCodes.ISSUED_AT_INVALID_PAST) {
                return AuthenticationException.invalid(reason(error, e.getJwtContext()));
            }
        }
        return errors.isEmpty()
                ? AuthenticationException.invalid("the token is not a signed JWT")
                : AuthenticationException.expired();
    }

    private String reason(Error error, JwtContext context) {
        return switch (error.getErrorCode()) {
            case ErrorCodes.AUDIENCE_MISSING -> "audience is missing, expected " + audiences();
            case ErrorCodes.AUDIENCE_INVALID ->
                    "audience is " + claim(context, "aud") + ", expected " + audiences();
            case ErrorCodes.ISSUER_MISSING -> "issuer is missing, expected " + issuer();
            case ErrorCodes.ISSUER_INVALID ->
                    "issuer is " + claim(context, "iss") + ", expected " + issuer();
            case ErrorCodes.EXPIRATION_MISSING -> "the claim exp is missing";
            case ErrorCodes.ISSUED_AT_MISSING -> "the claim iat is missing";
            case ErrorCodes.NOT_YET_VALID -> "the claim nbf is more than " + leeway();
            case ErrorCodes.ISSUED_AT_INVALID_FUTURE -> "the claim iat is more than " + leeway();
            case ErrorCodes.SIGNATURE_INVALID -> "the signature is wrong";
            case ErrorCodes.SIGNATURE_MISSING -> "the token is not signed";
            case ErrorCodes.JSON_INVALID -> "the claims are not a JSON object";
            case ErrorCodes.MALFORMED_CLAIM -> "a claim has the wrong type";
            default -> unverifiable(context);
        };
    }

    private String audiences() {
        return String.join(" or ", jwt.audiences());
    }

    private String issuer() {
        return jwt.issuer().orElse("none");
    }

    private String leeway() {
        return skew() + " s in the future (mp.jwt.verify.clock.skew): check the clocks";
    }

    /** No key fits, or the algorithm is another one. Both values are unverified. */
    private String unverifiable(@Nullable JwtContext context) {
        List<JsonWebStructure> objects = context == null ? List.of() : context.getJoseObjects();
        if (objects.isEmpty() || !(objects.get(0) instanceof JsonWebSignature token)) {
            return "the token is not a signed JWT";
        }
        // Any JSON: the methods for single headers cast it to a string.
        Object algorithm = token.getHeaders().getObjectHeaderValue("alg");
        if (!jwt.algorithm().equals(algorithm)) {
            return "algorithm is " + shown(algorithm) + ", expected " + jwt.algorithm();
        }
        return "no key fits: the key id (kid) of the token is "
                + shown(token.getHeaders().getObjectHeaderValue("kid"));
    }

    private static String claim(JwtContext context, String name) {
        JwtClaims claims = context.getJwtClaims();
        Object value = claims.getClaimValue(name);
        return value instanceof List<?> list
                ? String.join(" and ", list.stream().map(TokenRules::shown).toList())
                : shown(value);
    }

    /** Shortens a value of a token, and makes it harmless in a log. */
    private static String shown(@Nullable Object value) {
        String text = value == null ? "missing" : Identity.cleanName(value.toString());
        return text.isEmpty() ? "empty" : text.substring(0, Math.min(text.length(), SHOWN));
    }
}
