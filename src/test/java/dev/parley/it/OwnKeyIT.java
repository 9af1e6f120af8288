package dev.parley.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.parley.docs.Snippets;
import dev.parley.harness.server.KeyServer;
import dev.parley.harness.war.Deployments;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.keys.RsaKeyUtil;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A server with its own key, set up by the snippets of {@code docs/getting-started.md}. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class OwnKeyIT {

    private static final Snippets SNIPPETS =
            Snippets.of(Path.of("docs/getting-started.md"), "Your own key");

    private static final String LOCATION = "mp.jwt.verify.publickey.location";

    private static KeyServer keys;

    @ArquillianResource private URL server;

    private final HttpClient client = HttpClient.newHttpClient();

    @Deployment(testable = false)
    static WebArchive war() throws Exception {
        Map<String, String> settings = new LinkedHashMap<>(SNIPPETS.settings());
        // Overrides the system property that puts the tests' servers into development mode.
        settings.put("config_ordinal", "500");
        settings.put("mp.jwt.verify.clock.skew", "60");
        // Served over HTTP instead of read from the file, so that it can be slow.
        keys = new KeyServer(jwks(Path.of(URI.create(settings.get(LOCATION)))));
        settings.put(LOCATION, keys.address());
        return Deployments.war(settings);
    }

    @Test
    void theSnippetsForAnOwnKeyRunAsPrinted() throws Exception {
        SNIPPETS.run(server);
    }

    /** A token that some identity provider makes: how the claims differ from an ordinary one. */
    @ParameterizedTest
    @MethodSource("providers")
    void tokensAreAcceptedAsIdentityProvidersMakeThem(String claims, String userId, boolean admin)
            throws Exception {
        String token =
                token("{\"iss\":\"https://id.example.com\",\"aud\":\"parley\"," + claims + "}");

        assertEquals(200, get("/api/presence/" + userId, token).statusCode());
        assertEquals(admin ? 200 : 403, get("/api/stats", token).statusCode());
    }

    static Stream<Arguments> providers() {
        long now = Instant.now().getEpochSecond();
        String times = "\"iat\":%d,\"exp\":%d".formatted(now, now + 600);
        String ahead = "\"nbf\":%d,\"iat\":%d,\"exp\":%d".formatted(now + 30, now + 30, now + 600);
        String roles = "\"department/role-0123456789\",".repeat(320) + "\"admin\"";
        return Stream.of(
                arguments("\"sub\":\"ada\"," + ahead, "ada", false),
                arguments("\"sub\":\"ada\",\"groups\":\"admin\"," + times, "ada", true),
                arguments("\"sub\":4711," + times, "4711", false),
                arguments("\"sub\":\"ada\",\"groups\":[" + roles + "]," + times, "ada", true));
    }

    @Test
    void aTokenOverTheLimitIsRefused() throws Exception {
        long end = Instant.now().getEpochSecond() + 600;
        String token =
                token(
                        "{\"iss\":\"https://id.example.com\",\"aud\":\"parley\",\"sub\":\"ada\",\"exp\":%d,\"x\":\"%s\"}"
                                .formatted(end, "x".repeat(16_000)));

        assertEquals(401, get("/api/presence/ada", token).statusCode());
    }

    @Test
    void nobodyWaitsForKeysAndUnknownOnesCostOneFetch() throws Exception {
        long end = Instant.now().getEpochSecond() + 600;
        String claims =
                "{\"iss\":\"https://id.example.com\",\"aud\":\"parley\",\"sub\":\"ada\",\"exp\":%d}"
                        .formatted(end);
        String known = token(claims);
        assertEquals(200, get("/api/presence/ada", known).statusCode());
        keys.hang(true);
        try {
            // Until the pause after the last fetch is over, an unknown key is just unknown.
            int status;
            do {
                status = get("/api/presence/ada", token("first", claims)).statusCode();
            } while (status == 401);
            assertEquals(503, status);

            List<CompletableFuture<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                String unknown = token("unknown-" + i, claims);
                answers.add(
                        getAsync("/api/presence/ada", unknown).thenApply(HttpResponse::statusCode));
                answers.add(handshake(unknown));
            }
            for (CompletableFuture<Integer> answer : answers) {
                assertEquals(503, answer.get());
            }
            assertEquals(200, get("/api/presence/ada", known).statusCode());

            assertTrue(keys.isBusy(), "the fetch is over");
            assertEquals(1, keys.slowRequests());
        } finally {
            keys.hang(false);
        }
    }

    @AfterAll
    static void closeKeys() {
        keys.close();
    }

    /** The status that a handshake of the plain WebSocket is refused with. */
    private CompletableFuture<Integer> handshake(String token) {
        return client.newWebSocketBuilder()
                .header("Authorization", "Bearer " + token)
                .buildAsync(
                        URI.create("ws://" + server.getAuthority() + "/ws/chat"),
                        new WebSocket.Listener() {})
                .handle(
                        (opened, failure) ->
                                ((WebSocketHandshakeException) failure.getCause())
                                        .getResponse()
                                        .statusCode());
    }

    private HttpResponse<String> get(String path, String token) throws Exception {
        return getAsync(path, token).get();
    }

    private CompletableFuture<HttpResponse<String>> getAsync(String path, String token)
            throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(server.toURI().resolve(path))
                        .header("Authorization", "Bearer " + token)
                        .build();
        return client.sendAsync(request, BodyHandlers.ofString());
    }

    /** The key of the page, as a JWKS that names it. */
    private static String jwks(Path pem) throws Exception {
        JsonWebKey key =
                JsonWebKey.Factory.newJwk(new RsaKeyUtil().fromPemEncoded(Files.readString(pem)));
        key.setKeyId("page");
        return new JsonWebKeySet(key).toJson();
    }

    /** Signs claims with the key of the page, after a byte order mark. */
    private static String token(String claims) throws Exception {
        return token("page", claims);
    }

    private static String token(String kid, String claims) throws Exception {
        String content =
                part("{\"alg\":\"RS256\",\"kid\":\"%s\"}".formatted(kid).getBytes(UTF_8))
                        + "."
                        + part(("\uFEFF" + claims).getBytes(UTF_8));
        String pem = Files.readString(SNIPPETS.folder().resolve("private.pem"));
        byte[] encoded =
                Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", "").strip());
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(
                KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(encoded)));
        signature.update(content.getBytes(UTF_8));
        return content + "." + part(signature.sign());
    }

    private static String part(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
