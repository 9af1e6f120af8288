package dev.parley.security;

import static dev.parley.security.TestTokens.OTHER_RSA;
import static dev.parley.security.TestTokens.RSA;
import static dev.parley.security.TestTokens.claims;
import static dev.parley.security.TestTokens.jwks;
import static dev.parley.security.TestTokens.sign;
import static dev.parley.security.TestTokens.token;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

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
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RemoteKeysTest {

    private final AtomicLong clock = new AtomicLong();
    private final AtomicInteger requests = new AtomicInteger();
    private volatile int status = 200;
    private volatile String body = jwks(RSA);
    private volatile Runnable beforeAnswer = () -> {};
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
                        TestTokens.settings(), new RemoteKeys(location, "RS256", clock::get));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        beforeAnswer.run();
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Location", "/elsewhere");
        exchange.sendResponseHeaders(status, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        } finally {
            exchange.close();
        }
    }

    @Test
    void keysAreFetchedOnceForManyTokens() throws AuthenticationException {
        for (int i = 0; i < 5; i++) {
            assertEquals("u-1", verifier.verify(token(claims -> {})).id());
        }

        assertEquals(1, requests.get());
    }

    @Test
    void nothingIsFetchedBeforeItIsNeeded() {
        assertThrows(AuthenticationException.class, () -> verifier.verify("garbage"));
        assertThrows(
                AuthenticationException.class,
                () -> verifier.verify(sign(claims(c -> {}), RSA.getPrivateKey(), "RS512", "x")));

        assertEquals(0, requests.get());
    }

    @Test
    void aPemIsFetchedToo() throws AuthenticationException {
        body =
                "-----BEGIN PUBLIC KEY-----\n"
                        + Base64.getMimeEncoder().encodeToString(RSA.getPublicKey().getEncoded())
                        + "\n-----END PUBLIC KEY-----";

        verifier.verify(token(claims -> {}));
    }

    @Test
    void anUnusableKeyBesideAGoodOneIsSkipped() throws AuthenticationException {
        body = jwks(TestTokens.rsa("short", 1024), RSA);

        verifier.verify(token(claims -> {}));
    }

    @Test
    void aNewKeyIsFoundWhenATokenNamesIt() throws AuthenticationException {
        verifier.verify(token(claims -> {}));
        body = jwks(RSA, OTHER_RSA);
        pass(RemoteKeys.PAUSE);

        verifier.verify(sign(claims(claims -> {}), OTHER_RSA));

        assertEquals(2, requests.get());
    }

    @Test
    void aNewKeyWithoutANameIsFoundWhenTheOldOneFails() throws AuthenticationException {
        body = jwks(RSA).replaceAll("\"kid\":\"[^\"]+\",?", "");
        verifier.verify(token(claims -> {}));
        body = jwks(OTHER_RSA).replaceAll("\"kid\":\"[^\"]+\",?", "");
        pass(RemoteKeys.PAUSE);

        verifier.verify(sign(claims(claims -> {}), OTHER_RSA));
    }

    @Test
    void unknownKeysCauseAtMostOneFetchInAWhile() throws AuthenticationException {
        verifier.verify(token(claims -> {}));
        pass(RemoteKeys.PAUSE);

        for (int i = 0; i < 10; i++) {
            String unknown = sign(claims(c -> {}), OTHER_RSA.getPrivateKey(), "RS256", "k" + i);
            assertThrows(AuthenticationException.class, () -> verifier.verify(unknown));
        }

        assertEquals(2, requests.get());
    }

    @Test
    void aForgeryUnderAKnownNameCausesNoFetch() throws AuthenticationException {
        verifier.verify(token(claims -> {}));
        pass(RemoteKeys.PAUSE);
        String forged = sign(claims(c -> {}), OTHER_RSA.getPrivateKey(), "RS256", RSA.getKeyId());

        assertThrows(AuthenticationException.class, () -> verifier.verify(forged));

        assertEquals(1, requests.get());
    }

    @Test
    void keysAreRenewedAfterAWhileSoThatAWithdrawnOneEnds() throws AuthenticationException {
        verifier.verify(token(claims -> {}));
        body = jwks(OTHER_RSA);
        pass(RemoteKeys.FRESH.plusSeconds(1));

        assertThrows(AuthenticationException.class, () -> verifier.verify(token(claims -> {})));
    }

    @Test
    void anOutageIsBridgedWithTheKeysAtHand() throws AuthenticationException {
        verifier.verify(token(claims -> {}));
        status = 503;
        pass(RemoteKeys.FRESH.plusSeconds(1));

        verifier.verify(token(claims -> {}));

        assertEquals(2, requests.get());
    }

    @Test
    void anOutageIsNotBridgedForEver() throws AuthenticationException {
        verifier.verify(token(claims -> {}));
        status = 503;
        pass(RemoteKeys.USABLE.plusSeconds(1));

        assertUnavailable();
    }

    @Test
    void duringAnOutageAnUnknownKeyIsNoRefusal() throws AuthenticationException {
        verifier.verify(token(claims -> {}));
        status = 503;
        pass(RemoteKeys.PAUSE);

        assertThrows(
                KeysUnavailableException.class,
                () -> verifier.verify(sign(claims(claims -> {}), OTHER_RSA)));
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
        verifier.verify(token(claims -> {}));
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
    void threadsThatWaitForTheFirstKeysShareOneFetch() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch mayAnswer = new CountDownLatch(1);
        beforeAnswer =
                () -> {
                    asked.countDown();
                    await(mayAnswer);
                };
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            Callable<User> verify = () -> verifier.verify(token(claims -> {}));
            List<Future<User>> users =
                    Stream.generate(() -> threads.submit(verify)).limit(8).toList();
            await(asked);
            mayAnswer.countDown();
            for (Future<User> user : users) {
                assertEquals("u-1", user.get().id());
            }
        } finally {
            threads.shutdownNow();
        }

        assertEquals(1, requests.get());
    }

    @Test
    void whileOneThreadRenewsTheOthersGoOn() throws Exception {
        verifier.verify(token(claims -> {}));
        pass(RemoteKeys.FRESH.plusSeconds(1));
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch mayAnswer = new CountDownLatch(1);
        beforeAnswer =
                () -> {
                    asked.countDown();
                    await(mayAnswer);
                };
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            Future<User> renewing = other.submit(() -> verifier.verify(token(claims -> {})));
            await(asked);

            assertEquals("u-1", verifier.verify(token(claims -> {})).id());
            mayAnswer.countDown();
            assertEquals("u-1", renewing.get().id());
        } finally {
            other.shutdownNow();
        }
    }

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }

    private void assertUnavailable() {
        assertThrows(KeysUnavailableException.class, () -> verifier.verify(token(claims -> {})));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
