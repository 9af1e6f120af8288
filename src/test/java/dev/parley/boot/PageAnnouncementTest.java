package dev.parley.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PageAnnouncementTest {

    private final ByteArrayOutputStream console = new ByteArrayOutputStream();
    private final AtomicInteger requests = new AtomicInteger();
    private HttpServer server;
    private URI page;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        page = URI.create("http://localhost:" + server.getAddress().getPort() + "/");
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    /** Serves the page from the request on whose number is given. */
    private void serveFrom(int first) {
        server.createContext(
                "/",
                exchange -> {
                    boolean served = requests.incrementAndGet() >= first;
                    exchange.sendResponseHeaders(served ? 200 : 404, -1);
                    exchange.close();
                });
        server.start();
    }

    private void announce(Duration patience) {
        PrintStream out = new PrintStream(console, true, StandardCharsets.UTF_8);
        new PageAnnouncement(page, out, patience).run();
    }

    private String printed() {
        return console.toString(StandardCharsets.UTF_8);
    }

    @Test
    void printsTheAddressOnceThePageIsServed() {
        serveFrom(3);
        announce(Duration.ofMinutes(1));
        assertEquals(3, requests.get());
        assertEquals("Parley is ready: " + page + System.lineSeparator(), printed());
    }

    @Test
    void printsNothingForAPageThatIsNeverServed() {
        serveFrom(Integer.MAX_VALUE);
        announce(Duration.ZERO);
        assertTrue(requests.get() > 0);
        assertEquals("", printed());
    }

    @Test
    void printsNothingAfterItsThreadIsInterrupted() {
        serveFrom(Integer.MAX_VALUE);
        Thread.currentThread().interrupt();
        announce(Duration.ofMinutes(1));
        assertTrue(Thread.interrupted());
        assertEquals("", printed());
    }

    @Test
    void itsThreadHasEndedAfterTheStop() throws Exception {
        PageAnnouncement announcement =
                new PageAnnouncement(page, System.out, Duration.ofMinutes(1));
        CompletableFuture<Thread> started = new CompletableFuture<>();
        CountDownLatch asked = new CountDownLatch(1);
        server.createContext(
                "/",
                exchange -> {
                    asked.countDown();
                    // Holds the response back until the stop, which must wait for it.
                    Thread announcer = started.join();
                    while (announcer.isAlive() && !announcer.isInterrupted()) {
                        Thread.onSpinWait();
                    }
                    exchange.sendResponseHeaders(404, -1);
                    exchange.close();
                });
        server.start();
        announcement.start(
                task -> {
                    Thread announcer = new Thread(task);
                    started.complete(announcer);
                    return announcer;
                });
        assertTrue(asked.await(20, TimeUnit.SECONDS));
        announcement.stop();
        assertFalse(started.join().isAlive());
    }

    /** A configuration that converts integers, as that of the server does. */
    private static Config config(Map<String, String> values) {
        return (Config)
                Proxy.newProxyInstance(
                        Config.class.getClassLoader(),
                        new Class<?>[] {Config.class},
                        (proxy, method, arguments) ->
                                Optional.ofNullable(values.get((String) arguments[0]))
                                        .map(
                                                value ->
                                                        arguments[1] == Integer.class
                                                                ? (Object) Integer.valueOf(value)
                                                                : value));
    }

    private static String address(Map<String, String> values) {
        return PageAnnouncement.pageOf(config(values)).toString();
    }

    @Test
    void thePortIsTheConfiguredOne() {
        assertEquals("http://localhost:8080/", address(Map.of()));
        assertEquals("http://localhost:8081/", address(Map.of("http.port", " 8081 ")));
        assertEquals("http://localhost:8082/", address(Map.of("jboss.http.port", "8082")));
        assertEquals(
                "http://localhost:8180/",
                address(Map.of("jboss.socket.binding.port-offset", "100")));
    }

    @Test
    void aPortThatIsNoNumberIsIgnored() {
        // Kubernetes sets HTTP_PORT in the pods of a namespace that has a service named "http".
        assertEquals("http://localhost:8080/", address(Map.of("http.port", "tcp://10.96.0.17:80")));
        assertEquals(
                "http://localhost:8082/",
                address(Map.of("http.port", "tcp://10.96.0.17:80", "jboss.http.port", "8082")));
    }
}
