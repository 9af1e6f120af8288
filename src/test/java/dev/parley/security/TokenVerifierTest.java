package dev.parley.security;

import static dev.parley.security.TestTokens.EC;
import static dev.parley.security.TestTokens.OTHER_RSA;
import static dev.parley.security.TestTokens.RSA;
import static dev.parley.security.TestTokens.claims;
import static dev.parley.security.TestTokens.sign;
import static dev.parley.security.TestTokens.token;
import static dev.parley.security.TestTokens.verifier;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.api.User;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.HmacKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenVerifierTest {

    private final TokenVerifier verifier = verifier();

    @Test
    void aGoodTokenIsAUser() throws AuthenticationException {
        User user =
                verifier.verify(
                        token(
                                claims -> {
                                    claims.setStringClaim("preferred_username", "Ann");
                                    claims.setStringListClaim("groups", "user", "moderator");
                                    claims.setIssuedAt(NumericDate.fromSeconds(1_700_000_000));
                                    claims.setExpirationTime(
                                            NumericDate.fromSeconds(4_000_000_000L));
                                }));

        assertEquals(
                new User(
                        "u-1",
                        "Ann",
                        Set.of("user", "moderator"),
                        Instant.ofEpochSecond(1_700_000_000),
                        Instant.ofEpochSecond(4_000_000_000L),
                        false),
                user);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  "})
    void noTokenIsUnauthorized(String token) {
        assertRefused("UNAUTHORIZED", "Unauthorized", verifier, token);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"x", "a.b", "a.b.c", "....", "e30.e30.e30", "e30.e30.", "é.ü.☃", "null"})
    void garbageIsInvalid(String token) {
        assertInvalid(token);
    }

    @Test
    void tokensOfManyRolesAreAcceptedUpToTheLimit() throws AuthenticationException {
        List<String> roles =
                IntStream.range(0, 400).mapToObj("department/role-%05d"::formatted).toList();
        String large = token(claims -> claims.setStringListClaim("groups", roles));
        assertTrue(large.length() > 12 * 1024, "" + large.length());

        assertEquals(400, verifier.verify(large).groups().size());
        assertEquals(
                "the token is longer than parley.auth.max-token=8192",
                reason(verifier("parley.auth.max-token", "8KiB"), large));
        assertEquals(
                "the token is longer than parley.auth.max-token=16384",
                reason(verifier, token(claims -> claims.setStringClaim("x", "y".repeat(16_384)))));
    }

    @Test
    void aByteOrderMarkBeforeTheClaimsIsSkipped() throws AuthenticationException {
        String payload = "\uFEFF" + claims(claims -> {}).toJson();

        assertEquals(
                "u-1",
                verifier.verify(sign(payload, RSA.getPrivateKey(), "RS256", RSA.getKeyId())).id());
    }

    @Test
    void aDeeplyNestedHeaderIsInvalid() {
        String header = "{\"alg\":" + "[".repeat(3_000) + "]".repeat(3_000) + "}";
        assertInvalid(base64(header) + ".e30.AA");
    }

    @Test
    void aTokenOfAnotherKeyIsInvalid() {
        String mine = sign(claims(claims -> {}), OTHER_RSA);
        String pretended =
                sign(claims(claims -> {}), OTHER_RSA.getPrivateKey(), "RS256", RSA.getKeyId());

        assertInvalid(mine);
        assertInvalid(pretended);
    }

    @Test
    void aTokenThatWasChangedIsInvalid() {
        String[] parts = token(claims -> {}).split("\\.");
        String payload = base64(claims(claims -> claims.setSubject("somebody-else")).toJson());

        assertInvalid(parts[0] + "." + payload + "." + parts[2]);
    }

    @Test
    void aTokenWithoutASignatureIsInvalid() {
        String payload = base64(claims(claims -> {}).toJson());

        assertInvalid(base64("{\"alg\":\"none\"}") + "." + payload + ".");
        assertInvalid(base64("{\"alg\":\"NONE\"}") + "." + payload + ".");
        assertInvalid(base64("{}") + "." + payload + ".");
    }

    @Test
    void thePublicKeyIsNoSharedSecret() {
        byte[] encoded = RSA.getPublicKey().getEncoded();
        byte[] pem =
                ("-----BEGIN PUBLIC KEY-----\n"
                                + Base64.getMimeEncoder().encodeToString(encoded)
                                + "\n-----END PUBLIC KEY-----\n")
                        .getBytes(StandardCharsets.US_ASCII);

        assertInvalid(sign(claims(claims -> {}), new HmacKey(encoded), "HS256", RSA.getKeyId()));
        assertInvalid(sign(claims(claims -> {}), new HmacKey(pem), "HS256", null));
    }

    @Test
    void onlyTheConfiguredAlgorithmCounts() throws AuthenticationException {
        String rs512 = sign(claims(claims -> {}), RSA.getPrivateKey(), "RS512", RSA.getKeyId());
        String ps256 = sign(claims(claims -> {}), RSA.getPrivateKey(), "PS256", RSA.getKeyId());
        String es256 = sign(claims(claims -> {}), EC);

        assertInvalid(rs512);
        assertInvalid(ps256);
        assertInvalid(es256);
        verifier("mp.jwt.verify.publickey.algorithm", "RS512").verify(rs512);
        verifier("mp.jwt.verify.publickey.algorithm", "PS256").verify(ps256);
        verifier("mp.jwt.verify.publickey.algorithm", "ES256").verify(es256);
    }

    @Test
    void aTokenWithoutAKidIsTriedWithEveryKey() throws AuthenticationException {
        TokenVerifier two =
                verifier("mp.jwt.verify.publickey", TestTokens.jwks(OTHER_RSA, RSA, EC));

        assertEquals(
                "u-1", two.verify(sign(claims(c -> {}), RSA.getPrivateKey(), "RS256", null)).id());
    }

    @Test
    void withoutAnyKeyEveryTokenIsInvalid() {
        TokenVerifier none =
                new TokenVerifier(TestTokens.settings(), VerificationKeys.of(List.of()));

        assertRefused("INVALID_TOKEN", "Invalid token", none, token(claims -> {}));
    }

    @Test
    void anExpiredTokenIsToldApart() {
        assertRefused("TOKEN_EXPIRED", "Invalid token", verifier, token(ended(90)));
    }

    @Test
    void anExpiredTokenThatIsWrongTooIsInvalid() {
        assertRefused(
                "INVALID_TOKEN",
                "Invalid token",
                verifier("mp.jwt.verify.issuer", "https://other.example"),
                token(ended(90)));
        assertInvalid(sign(claims(ended(90)), OTHER_RSA));
    }

    @Test
    void clocksMayDifferByTheConfiguredSkew() throws AuthenticationException {
        TokenVerifier patient = verifier("mp.jwt.verify.clock.skew", "120");

        patient.verify(token(ended(90)));
        assertRefused("TOKEN_EXPIRED", "Invalid token", patient, token(ended(150)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"exp", "nbf", "iat"})
    void oneLeewayAppliesToAllTimes(String claim) throws AuthenticationException {
        int sign = claim.equals("exp") ? -1 : 1;
        JwtClaims claims = claims(old -> old.setIssuedAt(inSeconds(-600)));
        claims.setNumericDateClaim(claim, inSeconds(sign * 50));
        String near = sign(claims, RSA);
        claims.setNumericDateClaim(claim, inSeconds(sign * 90));
        String far = sign(claims, RSA);

        verifier.verify(near);
        TokenVerifier strict = verifier("mp.jwt.verify.clock.skew", "0");
        assertThrows(AuthenticationException.class, () -> strict.verify(near));
        assertThrows(AuthenticationException.class, () -> verifier.verify(far));
    }

    @Test
    void aTokenWithoutAnEndIsInvalid() {
        assertInvalid(token(claims -> claims.unsetClaim("exp")));
    }

    @Test
    void aTokenThatIsNotYetValidIsInvalid() {
        assertInvalid(token(claims -> claims.setNotBeforeMinutesInThePast(-5)));
    }

    @Test
    void aTokenFromTheFutureIsInvalid() {
        assertInvalid(token(claims -> claims.setIssuedAt(inSeconds(180))));
    }

    @Test
    void anIssuerWhoseClockIsALittleAheadIsBorneWith() throws AuthenticationException {
        verifier.verify(token(claims -> claims.setIssuedAt(inSeconds(10))));
    }

    @Test
    void aTokenThatDoesNotSayWhenItWasIssuedIsOlderThanAnyRevocation()
            throws AuthenticationException {
        User user = verifier.verify(token(claims -> claims.unsetClaim("iat")));

        assertEquals(Instant.EPOCH, user.issuedAt());
    }

    @Test
    void anEndBeyondAllCalendarsIsCutToTheLastYear() throws AuthenticationException {
        User user =
                verifier.verify(
                        token(c -> c.setExpirationTime(NumericDate.fromSeconds(Long.MAX_VALUE))));

        assertEquals(Instant.parse("9999-12-31T23:59:59Z"), user.expiresAt());
    }

    @Test
    void aTokenEndsAtTheConfiguredAge() throws AuthenticationException {
        TokenVerifier strict = verifier("mp.jwt.verify.token.age", "60");

        strict.verify(token(claims -> {}));
        assertRefused(
                "TOKEN_EXPIRED",
                "Invalid token",
                strict,
                token(claims -> claims.setIssuedAt(inSeconds(-150))));
        assertRefused(
                "INVALID_TOKEN",
                "Invalid token",
                strict,
                token(claims -> claims.unsetClaim("iat")));
    }

    @Test
    void theEndOfAUserIsTheEarlierOneOfTheTokensOwnAndItsAge() throws AuthenticationException {
        TokenVerifier strict = verifier("mp.jwt.verify.token.age", "60");
        NumericDate issued = inSeconds(-10);
        Instant iat = Instant.ofEpochSecond(issued.getValue());

        User aged =
                strict.verify(
                        token(
                                claims -> {
                                    claims.setIssuedAt(issued);
                                    claims.setExpirationTime(inSeconds(3_600));
                                }));
        assertEquals(iat.plusSeconds(60), aged.expiresAt());

        NumericDate end = inSeconds(5);
        User own =
                strict.verify(
                        token(
                                claims -> {
                                    claims.setIssuedAt(issued);
                                    claims.setExpirationTime(end);
                                }));
        assertEquals(Instant.ofEpochSecond(end.getValue()), own.expiresAt());
    }

    @Test
    void theConfiguredIssuerIsNeeded() throws AuthenticationException {
        TokenVerifier strict = verifier("mp.jwt.verify.issuer", "https://issuer.example");

        strict.verify(token(claims -> {}));
        assertRefused(
                "INVALID_TOKEN",
                "Invalid token",
                strict,
                token(claims -> claims.setIssuer("https://evil.example")));
        assertRefused(
                "INVALID_TOKEN",
                "Invalid token",
                strict,
                token(claims -> claims.unsetClaim("iss")));
    }

    @Test
    void oneOfTheConfiguredAudiencesIsNeeded() throws AuthenticationException {
        TokenVerifier strict = verifier("mp.jwt.verify.audiences", "chat, portal");

        strict.verify(token(claims -> claims.setAudience("portal", "other")));
        assertRefused(
                "INVALID_TOKEN",
                "Invalid token",
                strict,
                token(claims -> claims.setAudience("other")));
        assertRefused("INVALID_TOKEN", "Invalid token", strict, token(claims -> {}));
    }

    @Test
    void theAudienceIsNotLookedAtUnlessConfigured() throws AuthenticationException {
        verifier.verify(token(claims -> claims.setAudience("whoever")));
    }

    @Test
    void aTokenWithoutASubjectIsInvalid() {
        assertInvalid(token(claims -> claims.unsetClaim("sub")));
        assertInvalid(token(claims -> claims.setClaim("sub", 5.5)));
        assertInvalid(token(claims -> claims.setClaim("sub", true)));
    }

    @Test
    void aNumericSubjectIsReadAsItsDecimalString() throws AuthenticationException {
        String huge = "12345678901234567890123";

        assertEquals("5", verifier.verify(token(claims -> claims.setClaim("sub", 5))).id());
        assertEquals(
                huge,
                verifier.verify(token(claims -> claims.setClaim("sub", new BigInteger(huge))))
                        .id());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\nb", "a\u0000", "\u2028", "anon-1", "\ud800"})
    void aBadSubjectIsInvalid(String subject) {
        // Written by hand, as a lone surrogate does not survive a Java string's way into UTF-8.
        StringBuilder escaped = new StringBuilder();
        subject.chars().forEach(c -> escaped.append("\\u%04x".formatted(c)));
        long end = NumericDate.now().getValue() + 60;
        String payload = "{\"sub\":\"%s\",\"exp\":%d}".formatted(escaped, end);

        assertInvalid(sign(payload, RSA.getPrivateKey(), "RS256", RSA.getKeyId()));
    }

    @Test
    void aSubjectHasUpTo128Characters() throws AuthenticationException {
        verifier.verify(token(claims -> claims.setSubject("x".repeat(128))));
        assertInvalid(token(claims -> claims.setSubject("x".repeat(129))));
    }

    @Test
    void aSingleGroupMayBeAString() throws AuthenticationException {
        assertEquals(Set.of("admin"), groups("admin"));
        assertEquals(Set.of("7", "staff"), groups(List.of(7, "staff")));
        assertEquals(Set.of(), groups(null));
    }

    private Set<String> groups(Object value) throws AuthenticationException {
        return verifier.verify(token(claims -> claims.setClaim("groups", value))).groups();
    }

    @Test
    void groupsMeanTheRolesThatTheSettingsSay() throws AuthenticationException {
        TokenVerifier mapped =
                verifier(
                        "parley.auth.groups-claim", "realm_access.roles",
                        "parley.auth.admin-groups", "parley-admin, ops",
                        "parley.auth.moderator-groups", "staff");
        Consumer<JwtClaims> staff =
                claims ->
                        claims.setClaim(
                                "realm_access",
                                Map.of("roles", List.of("admin", "moderator", "staff", "dev")));
        Consumer<JwtClaims> ops = claims -> claims.setClaim("realm_access", Map.of("roles", "ops"));
        Consumer<JwtClaims> elsewhere =
                claims -> claims.setStringListClaim("groups", "parley-admin");

        User moderator = mapped.verify(token(staff));
        assertEquals(Set.of("moderator", "staff", "dev"), moderator.groups());
        assertFalse(moderator.hasRole(User.ADMIN));
        assertTrue(mapped.verify(token(ops)).hasRole(User.ADMIN));
        assertEquals(Set.of(), mapped.verify(token(elsewhere)).groups());
    }

    @Test
    void aClaimWhoseNameHasDotsIsFoundByItsName() throws AuthenticationException {
        TokenVerifier mapped =
                verifier("parley.auth.groups-claim", "https://portal.example/groups");

        assertEquals(
                Set.of("admin"),
                mapped.verify(
                                token(
                                        claims ->
                                                claims.setStringListClaim(
                                                        "https://portal.example/groups", "admin")))
                        .groups());
    }

    @Test
    void groupsThatAreNoListOfStringsAreInvalid() {
        assertInvalid(token(claims -> claims.setClaim("groups", List.of(Map.of("name", "x")))));
        assertInvalid(token(claims -> claims.setClaim("groups", true)));
    }

    @Test
    void claimsOfTheWrongTypeAreInvalid() {
        assertInvalid(token(claims -> claims.setClaim("exp", "tomorrow")));
        assertInvalid(token(claims -> claims.setClaim("iat", List.of())));
    }

    @Test
    void theNameIsTheFirstClaimThatHasOne() throws AuthenticationException {
        Consumer<JwtClaims> name = claims -> claims.setStringClaim("name", "Ann Lee");
        Consumer<JwtClaims> upn = name.andThen(claims -> claims.setStringClaim("upn", "ann@x"));
        Consumer<JwtClaims> username =
                upn.andThen(claims -> claims.setStringClaim("username", "annie"));
        Consumer<JwtClaims> preferred =
                username.andThen(claims -> claims.setStringClaim("preferred_username", "ann"));

        assertEquals("u-1", verifier.verify(token(claims -> {})).name());
        assertEquals("Ann Lee", verifier.verify(token(name)).name());
        assertEquals("ann@x", verifier.verify(token(upn)).name());
        assertEquals("annie", verifier.verify(token(username)).name());
        assertEquals("ann", verifier.verify(token(preferred)).name());
    }

    @Test
    void aNameWithNothingToSeeIsPassedOver() throws AuthenticationException {
        User user =
                verifier.verify(
                        token(
                                claims -> {
                                    claims.setStringClaim("preferred_username", " \t\u200b ");
                                    claims.setClaim("username", 7);
                                    claims.setStringClaim("name", "Ann");
                                }));

        assertEquals("Ann", user.name());
    }

    @Test
    void aLongSubjectIsCutWhereItServesAsAName() throws AuthenticationException {
        User user = verifier.verify(token(claims -> claims.setSubject("x".repeat(128))));

        assertEquals("x".repeat(64), user.name());
    }

    @Test
    void refusalsTellNothingOfTheReason() {
        AuthenticationException e =
                assertThrows(
                        AuthenticationException.class,
                        () -> verifier.verify(sign(claims(claims -> {}), OTHER_RSA)));

        assertEquals("Invalid token", e.getMessage());
        assertEquals(0, e.getStackTrace().length);
        assertEquals(null, e.getCause());
    }

    @Test
    void theReasonIsThereForTheLog() {
        TokenVerifier strict =
                verifier(
                        "mp.jwt.verify.audiences", "parley",
                        "mp.jwt.verify.issuer", "https://issuer.example");

        assertEquals(
                "audience is account, expected parley",
                reason(strict, token(claims -> claims.setAudience("account"))));
        assertEquals(
                "audience is a and b, expected parley",
                reason(strict, token(claims -> claims.setAudience("a", "b"))));
        assertEquals("audience is missing, expected parley", reason(strict, token(claims -> {})));
        assertEquals(
                "issuer is https://evil.example, expected https://issuer.example",
                reason(
                        strict,
                        token(
                                claims -> {
                                    claims.setAudience("parley");
                                    claims.setIssuer("https://evil.example");
                                })));
        assertEquals("the token has expired", reason(verifier, token(ended(90))));
        assertEquals("there is no token", reason(verifier, null));
        assertEquals("the token is not a signed JWT", reason(verifier, "garbage"));
        assertEquals("the claim exp is missing", reason(verifier, token(c -> c.unsetClaim("exp"))));
        assertEquals(
                "the claim nbf is more than 60 s in the future (mp.jwt.verify.clock.skew): check the"
                        + " clocks",
                reason(verifier, token(claims -> claims.setNotBefore(inSeconds(90)))));
        assertEquals(
                "no key fits: the key id (kid) of the token is two",
                reason(verifier, sign(claims(claims -> {}), OTHER_RSA)));
        assertEquals(
                "algorithm is ES256, expected RS256", reason(verifier, sign(claims(c -> {}), EC)));
        assertEquals(
                "the signature is wrong",
                reason(verifier, sign(claims(c -> {}), OTHER_RSA.getPrivateKey(), "RS256", "one")));
    }

    private static String reason(TokenVerifier verifier, String token) {
        return assertThrows(AuthenticationException.class, () -> verifier.verify(token)).reason();
    }

    @Test
    void keysThatCannotBeFetchedAreNoRefusal() {
        TokenVerifier cutOff =
                new TokenVerifier(
                        TestTokens.settings(),
                        token -> {
                            throw new KeysUnavailableException("away", null, null);
                        });

        assertThrows(KeysUnavailableException.class, () -> cutOff.verify(token(claims -> {})));
        assertRefused("INVALID_TOKEN", "Invalid token", cutOff, "garbage");
    }

    @Test
    void anonymousUsersAreTold() {
        User user = verifier.anonymous("42");

        assertEquals("anon-42", user.id());
        assertEquals("anon-42", user.name());
        assertTrue(user.anonymous());
        assertFalse(user.hasRole("user"));
        assertEquals(null, user.expiresAt());
    }

    private static Consumer<JwtClaims> ended(int secondsAgo) {
        return claims -> {
            claims.setIssuedAt(inSeconds(-600));
            claims.setExpirationTime(inSeconds(-secondsAgo));
        };
    }

    private static NumericDate inSeconds(int seconds) {
        return NumericDate.fromSeconds(NumericDate.now().getValue() + seconds);
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private void assertInvalid(String token) {
        assertRefused("INVALID_TOKEN", "Invalid token", verifier, token);
    }

    private static void assertRefused(
            String code, String message, TokenVerifier verifier, String token) {
        AuthenticationException e =
                assertThrows(AuthenticationException.class, () -> verifier.verify(token));
        assertEquals(code, e.code());
        assertEquals(message, e.getMessage());
    }
}
