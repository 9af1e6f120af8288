package dev.parley.devmode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.api.User;
import dev.parley.config.Settings;
import dev.parley.config.SettingsReader;
import dev.parley.security.AuthenticationException;
import dev.parley.security.TokenVerifier;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class DevTokenExchangeTest {

    private static final String GOOD = "{\"sub\":\"u-1\",\"username\":\"Ann\"}";

    /** Shared: it takes long to generate keys. */
    private static final DevKeys KEYS = new DevKeys(settings(Map.of()));

    private final Settings settings = settings(Map.of());
    private final DevTokenExchange exchange =
            new DevTokenExchange(new DevTokenIssuer(settings, KEYS));

    @Test
    void theTokenIsOneThatTheVerifierAccepts() throws Exception {
        JsonObject answer =
                json(
                        post(
                                """
                                {"sub":"u-1","username":" Ann Lee ","groups":["moderator"]}
                                """));

        User user = new TokenVerifier(settings, KEYS).verify(answer.getString("token"));

        assertEquals("u-1", user.id());
        assertEquals("Ann Lee", user.name());
        assertEquals(Set.of("moderator"), user.groups());
        assertEquals(Instant.parse(answer.getString("expiresAt")), user.expiresAt());
    }

    @Test
    void theEndIsOneHourAheadWithMilliseconds() throws Exception {
        JsonObject answer = json(post(GOOD));
        User user = new TokenVerifier(settings, KEYS).verify(answer.getString("token"));

        assertTrue(
                answer.getString("expiresAt")
                        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.000Z"));
        assertEquals(Duration.ofHours(1), Duration.between(user.issuedAt(), user.expiresAt()));
    }

    @Test
    void theLifeCanBeChosen() throws Exception {
        JsonObject answer = json(post("{\"sub\":\"u-1\",\"username\":\"Ann\",\"expiresIn\":60}"));
        User user = new TokenVerifier(settings, KEYS).verify(answer.getString("token"));

        assertEquals(Duration.ofMinutes(1), Duration.between(user.issuedAt(), user.expiresAt()));
    }

    @Test
    void theConfiguredIssuerAndAudienceAreInTheToken() throws Exception {
        Settings strict =
                settings(
                        Map.of(
                                "mp.jwt.verify.issuer", "https://issuer.example",
                                "mp.jwt.verify.audiences", "chat"));
        DevKeys pair = new DevKeys(strict);
        String token =
                json(new DevTokenExchange(new DevTokenIssuer(strict, pair))
                                .answer("POST", "application/json", body(GOOD)))
                        .getString("token");

        assertEquals("u-1", new TokenVerifier(strict, pair).verify(token).id());
        assertThrows(
                AuthenticationException.class,
                () -> new TokenVerifier(settings, pair).verify(token));
    }

    @Test
    void everyServerHasAKeyOfItsOwn() throws Exception {
        String token = json(post(GOOD)).getString("token");
        TokenVerifier other = new TokenVerifier(settings, new DevKeys(settings));

        assertThrows(AuthenticationException.class, () -> other.verify(token));
    }

    @Test
    void answersAreNotKeptByCaches() throws IOException {
        assertEquals("no-store", post(GOOD).headers().get("Cache-Control"));
        assertEquals("application/json", post(GOOD).mediaType());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"application/json", "application/json; charset=utf-8", "APPLICATION/JSON"})
    void jsonIsAccepted(String type) throws IOException {
        assertEquals(200, exchange.answer("POST", type, body(GOOD)).status());
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "text/plain",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=application/json",
                "text/plain; application/json",
                "application/jsonp"
            })
    void whatAFormOfAnotherSiteCanSendIsRefused(String type) throws IOException {
        Answer answer = exchange.answer("POST", type, body(GOOD));

        assertProblem(answer, 415, "UNSUPPORTED_MEDIA_TYPE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "post"})
    void otherMethodsAreRefused(String method) throws IOException {
        Answer answer = exchange.answer(method, "application/json", body(GOOD));

        assertProblem(answer, 405, "METHOD_NOT_ALLOWED");
        assertEquals("POST", answer.headers().get("Allow"));
    }

    @Test
    void noAnswerInvitesOtherSites() throws IOException {
        for (Answer answer :
                List.of(post(GOOD), post("x"), exchange.answer("OPTIONS", null, body("")))) {
            assertTrue(
                    answer.headers().keySet().stream()
                            .noneMatch(name -> name.startsWith("Access-Control")));
        }
    }

    @Test
    void aBodyHasAtMost16KiB() throws IOException {
        String fits = GOOD + " ".repeat(16 * 1024 - GOOD.length());

        assertEquals(200, post(fits).status());
        assertProblem(post(fits + " "), 413, "PAYLOAD_TOO_LARGE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "[]", "\"text\"", "null", "{\"sub\":}", "x=y"})
    void aBodyThatIsNoObjectIsInvalid(String body) throws IOException {
        Answer answer = post(body);

        assertProblem(answer, 400, "INVALID_PAYLOAD");
        assertEquals(List.of(""), fields(answer));
    }

    @Test
    void aDeeplyNestedBodyIsInvalid() throws IOException {
        assertProblem(post("[".repeat(16_000)), 400, "INVALID_PAYLOAD");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"username\":\"Ann\"} | sub",
                "{\"sub\":5,\"username\":\"Ann\"} | sub",
                "{\"sub\":\"\",\"username\":\"Ann\"} | sub",
                "{\"sub\":\"anon-1\",\"username\":\"Ann\"} | sub",
                "{\"sub\":\"a\\u0000\",\"username\":\"Ann\"} | sub",
                "{\"sub\":\"a\\ud800\",\"username\":\"Ann\"} | sub",
                "{\"sub\":\"u\"} | username",
                "{\"sub\":\"u\",\"username\":null} | username",
                "{\"sub\":\"u\",\"username\":\"  \"} | username",
                "{\"sub\":\"u\",\"username\":{}} | username",
                "{\"sub\":\"u\",\"username\":\"A\",\"groups\":\"admin\"} | groups",
                "{\"sub\":\"u\",\"username\":\"A\",\"groups\":[1]} | groups",
                "{\"sub\":\"u\",\"username\":\"A\",\"groups\":[\"a b\"]} | groups",
                "{\"sub\":\"u\",\"username\":\"A\",\"groups\":null} | groups",
                "{\"sub\":\"u\",\"username\":\"A\",\"expiresIn\":0} | expiresIn",
                "{\"sub\":\"u\",\"username\":\"A\",\"expiresIn\":86401} | expiresIn",
                "{\"sub\":\"u\",\"username\":\"A\",\"expiresIn\":1.5} | expiresIn",
                "{\"sub\":\"u\",\"username\":\"A\",\"expiresIn\":1e99} | expiresIn",
                "{\"sub\":\"u\",\"username\":\"A\",\"expiresIn\":\"60\"} | expiresIn",
            })
    void aWrongFieldIsNamed(String body, String field) throws IOException {
        Answer answer = post(body);

        assertProblem(answer, 400, "INVALID_PAYLOAD");
        assertEquals(List.of(field), fields(answer));
    }

    @Test
    void allWrongFieldsAreNamed() throws IOException {
        assertEquals(
                List.of("sub", "username", "groups", "expiresIn"),
                fields(post("{\"groups\":1,\"expiresIn\":\"x\"}")));
    }

    @Test
    void longFieldsAreInvalid() throws IOException {
        String sub = "{\"sub\":\"%s\",\"username\":\"A\"}".formatted("x".repeat(129));
        String name = "{\"sub\":\"u\",\"username\":\"%s\"}".formatted("x".repeat(65));

        assertEquals(List.of("sub"), fields(post(sub)));
        assertEquals(List.of("username"), fields(post(name)));
    }

    @Test
    void theLargestRequestMakesATokenThatIsNotTooLong() throws Exception {
        String groups =
                IntStream.range(0, 32)
                        .mapToObj("\"%064d\""::formatted)
                        .collect(Collectors.joining(","));
        String body =
                "{\"sub\":\"%s\",\"username\":\"%s\",\"groups\":[%s]}"
                        .formatted("\u540d".repeat(128), "\ud83d\ude00".repeat(64), groups);

        String token = json(post(body)).getString("token");

        assertEquals("\u540d".repeat(128), new TokenVerifier(settings, KEYS).verify(token).id());
    }

    @Test
    void unknownFieldsAreIgnored() throws IOException {
        assertEquals(200, post("{\"sub\":\"u\",\"username\":\"A\",\"password\":\"p\"}").status());
    }

    @Test
    void withoutDevelopmentModeThereIsNoKey() {
        Settings off =
                new SettingsReader(
                                name ->
                                        name.equals("parley.auth.anonymous")
                                                ? Optional.of("true")
                                                : Optional.empty())
                        .read();
        DevTokenIssuer issuer = new DevTokenIssuer(off, new DevKeys(off));

        assertFalse(issuer.isEnabled());
        assertThrows(
                IllegalStateException.class,
                () -> issuer.issue(new DevTokenRequest("u", "U", List.of("admin"), 60)));
    }

    private Answer post(String body) throws IOException {
        return exchange.answer("POST", "application/json", body(body));
    }

    private static ByteArrayInputStream body(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static JsonObject json(Answer answer) {
        return Json.createReader(new StringReader(answer.body())).readObject();
    }

    private static List<String> fields(Answer answer) {
        return json(answer).getJsonArray("violations").stream()
                .map(JsonValue::asJsonObject)
                .map(violation -> violation.getString("field"))
                .toList();
    }

    private static void assertProblem(Answer answer, int status, String code) {
        assertEquals(status, answer.status());
        assertEquals("application/problem+json", answer.mediaType());
        assertEquals("no-store", answer.headers().get("Cache-Control"));
        assertEquals(status, json(answer).getInt("status"));
        assertEquals(code, json(answer).getString("code"));
    }

    private static Settings settings(Map<String, String> more) {
        Map<String, String> values = new HashMap<>(more);
        values.put("parley.dev.enabled", "true");
        return new SettingsReader(name -> Optional.ofNullable(values.get(name))).read();
    }
}
