package dev.parley.security;

import static dev.parley.security.TestTokens.OTHER_RSA;
import static dev.parley.security.TestTokens.RSA;
import static dev.parley.security.TestTokens.claims;
import static dev.parley.security.TestTokens.jwks;
import static dev.parley.security.TestTokens.sign;
import static dev.parley.security.TestTokens.token;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.parley.api.User;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RemoteKeysTest {

    private final AtomicLong clock = new AtomicLong();
    private final AtomicInteger requests = new AtomicInteger();
    private volatile int status = 200;
    private volatile String body = jwks(RSA);
    private final Deque<Runnable> held = new ArrayDeque<>();
    private boolean prepared;
    private Error fault;
    private HttpServer server;
    private TokenVerifier verifier;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/jwks", this::answer);
        server.start();
        InetSocketAddress address = server.getAddress();
        URI location =
                URI.create(
                        "http://%s:%d/jwks"
                                .formatted(
                                        address.getAddress().getHostAddress(), address.getPort()));
        verifier =
                new TokenVerifier(
                        TestTokens.settings(), new RemoteKeys(location, "RS256", this::time));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Location", "/elsewhere");
        exchange.sendResponseHeaders(status, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        } finally {
            exchange.close();
        }
    }

    /** As a client that waits for a running fetch, and then tries once more. */
    private User verify(String token) throws AuthenticationException {
        if (!prepared) {
            prepared = true;
            verifier.prepare(Runnable::run, RemoteKeysTest::never);
        }
        try {
            return verifier.verify(token);
        } catch (KeysUnavailableException e) {
            e.fetch().orElseThrow(() -> e).toCompletableFuture().join();
            return verifier.verify(token);
        }
    }

    @Test
    void keysAreFetchedOnceForManyTokens() throws AuthenticationException {
        for (int i = 0; i < 5; i++) {
            assertEquals("u-1", verify(token(claims -> {})).id());
        }

        assertEquals(1, requests.get());
    }

    @Test
    void garbageCausesNoFetch() {
        assertThrows(AuthenticationException.class, () -> verify("garbage"));
        assertThrows(
                AuthenticationException.class,
                () -> verify(sign(claims(c -> {}), RSA.getPrivateKey(), "RS512", "x")));

        assertEquals(1, requests.get());
    }

    @Test
    void aPemIsFetchedToo() throws AuthenticationException {
        body =
                "-----BEGIN PUBLIC KEY-----\n"
                        + Base64.getMimeEncoder().encodeToString(RSA.getPublicKey().getEncoded())
                        + "\n-----END PUBLIC KEY-----";

        verify(token(claims -> {}));
    }

    @Test
    void anUnusableKeyBesideAGoodOneIsSkipped() throws AuthenticationException {
        body = jwks(TestTokens.rsa("short", 1024), RSA);

        verify(token(claims -> {}));
    }

    @Test
    void aNewKeyIsFoundWhenATokenNamesIt() throws AuthenticationException {
        verify(token(claims -> {}));
        body = jwks(RSA, OTHER_RSA);
        pass(RemoteKeys.PAUSE);

        verify(sign(claims(claims -> {}), OTHER_RSA));

        assertEquals(2, requests.get());
    }

    @Test
    void aNewKeyWithoutANameIsFoundWhenTheOldOneFails() throws AuthenticationException {
        body = jwks(RSA).replaceAll("\"kid\":\"[^\"]+\",?", "");
        verify(token(claims -> {}));
        body = jwks(OTHER_RSA).replaceAll("\"kid\":\"[^\"]+\",?", "");
        pass(RemoteKeys.PAUSE);

        verify(sign(claims(claims -> {}), OTHER_RSA));
    }

    @Test
    void unknownKeysCauseAtMostOneFetchInAWhile() throws AuthenticationException {
        verify(token(claims -> {}));
        pass(RemoteKeys.PAUSE);

        for (int i = 0; i < 10; i++) {
            String unknown = sign(claims(c -> {}), OTHER_RSA.getPrivateKey(), "RS256", "k" + i);
            assertThrows(AuthenticationException.class, () -> verify(unknown));
        }

        assertEquals(2, requests.get());
    }

    @Test
    void aForgeryUnderAKnownNameCausesNoFetch() throws AuthenticationException {
        verify(token(claims -> {}));
        pass(RemoteKeys.PAUSE);
        String forged = sign(claims(c -> {}), OTHER_RSA.getPrivateKey(), "RS256", RSA.getKeyId());

        assertThrows(AuthenticationException.class, () -> verify(forged));

        assertEquals(1, requests.get());
    }

    @Test
    void keysAreRenewedAfterAWhileSoThatAWithdrawnOneEnds() throws AuthenticationException {
        verify(token(claims -> {}));
        body = jwks(OTHER_RSA);
        pass(RemoteKeys.FRESH.plusSeconds(1));
        // Nobody waits for the fetch that this one starts.
        verify(token(claims -> {}));

        assertThrows(AuthenticationException.class, () -> verify(token(claims -> {})));
    }

    @Test
    void anOutageIsBridgedWithTheKeysAtHand() throws AuthenticationException {
        verify(token(claims -> {}));
        status = 503;
        pass(RemoteKeys.FRESH.plusSeconds(1));

        verify(token(claims -> {}));

        assertEquals(2, requests.get());
    }

    @Test
    void anOutageIsNotBridgedForEver() throws AuthenticationException {
        verify(token(claims -> {}));
        status = 503;
        pass(RemoteKeys.USABLE.plusSeconds(1));

        assertUnavailable();
    }

    @Test
    void duringAnOutageAnUnknownKeyIsNoRefusal() throws AuthenticationException {
        verify(token(claims -> {}));
        status = 503;
        pass(RemoteKeys.PAUSE);

        assertThrows(
                KeysUnavailableException.class,
                () -> verify(sign(claims(claims -> {}), OTHER_RSA)));
    }

    @Test
    void anOutageFromTheStartIsAskedAboutOnceInAWhileAndEnds() throws AuthenticationException {
        status = 500;
        assertUnavailable();
        assertUnavailable();
        assertEquals(1, requests.get());

        status = 200;
        assertUnavailable();
        pass(RemoteKeys.PAUSE);
        verify(token(claims -> {}));
        assertEquals(2, requests.get());
    }

    @Test
    void aServerThatIsGoneIsAnOutage() {
        server.stop(0);

        assertUnavailable();
    }

    @Test
    void anAnswerWithoutKeysIsAnOutage() {
        body = "<html>maintenance</html>";

        assertUnavailable();
    }

    @Test
    void anEndlessAnswerIsAnOutage() {
        body = " ".repeat(600 * 1024) + jwks(RSA);

        assertUnavailable();
    }

    @Test
    void aRedirectIsNotFollowed() {
        status = 302;

        assertUnavailable();
    }

    @Test
    void noCallerWaitsForAFetchAndAllShareIt() throws AuthenticationException {
        verifier.prepare(held::add, RemoteKeysTest::never);
        for (int i = 0; i < 8; i++) {
            KeysUnavailableException e =
                    assertThrows(
                            KeysUnavailableException.class,
                            () -> verifier.verify(token(claims -> {})));
            assertTrue(e.fetch().isPresent());
        }
        assertEquals(1, held.size());
        held.remove().run();

        assertEquals("u-1", verifier.verify(token(claims -> {})).id());
        assertEquals(1, requests.get());
    }

    @Test
    void knownKeysServeOnDuringAFetch() throws AuthenticationException {
        verifier.prepare(held::add, RemoteKeysTest::never);
        held.remove().run();
        pass(RemoteKeys.FRESH.plusSeconds(1));
        String unknown = sign(claims(claims -> {}), OTHER_RSA);

        assertThrows(KeysUnavailableException.class, () -> verifier.verify(unknown));
        assertEquals("u-1", verifier.verify(token(claims -> {})).id());
        assertEquals(1, held.size());
        held.remove().run();

        assertThrows(AuthenticationException.class, () -> verifier.verify(unknown));
        assertEquals(2, requests.get());
    }

    @Test
    void aFetchThatCannotStartIsAnOutage() {
        verifier.prepare(
                fetch -> {
                    throw new RejectedExecutionException("stopping");
                },
                RemoteKeysTest::never);

        assertThrows(KeysUnavailableException.class, () -> verifier.verify(token(claims -> {})));
    }

    @Test
    void aFetchWithoutAThreadIsAnOutageAndIsTriedAgain() throws AuthenticationException {
        fault = new OutOfMemoryError("unable to create native thread");
        prepared = true;
        verifier.prepare(
                fetch -> {
                    fail();
                    fetch.run();
                },
                RemoteKeysTest::never);

        assertThrows(KeysUnavailableException.class, () -> verifier.verify(token(claims -> {})));
        pass(RemoteKeys.PAUSE);
        assertEquals("u-1", verify(token(claims -> {})).id());
    }

    @Test
    void aFetchThatEndsWithAnErrorIsAnOutageAndIsTriedAgain() throws AuthenticationException {
        prepared = true;
        verifier.prepare(held::add, RemoteKeysTest::never);
        Error bug = new LinkageError("a bug");
        fault = bug;
        held.remove().run();

        KeysUnavailableException e =
                assertThrows(
                        KeysUnavailableException.class, () -> verifier.verify(token(claims -> {})));
        assertEquals(bug, e.getCause());
        pass(RemoteKeys.PAUSE);
        assertThrows(KeysUnavailableException.class, () -> verifier.verify(token(claims -> {})));
        held.remove().run();
        assertEquals("u-1", verifier.verify(token(claims -> {})).id());
    }

    /** A delay that does not end during the test. */
    private static Future<?> never(Duration delay, Runnable task) {
        return new CompletableFuture<>();
    }

    /** The time; fails once if a fault is set. */
    private long time() {
        fail();
        return clock.get();
    }

    private void fail() {
        Error now = fault;
        fault = null;
        if (now != null) {
            throw now;
        }
    }

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }

    private void assertUnavailable() {
        assertThrows(KeysUnavailableException.class, () -> verify(token(claims -> {})));
    }
}
