package dev.parley.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
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
}
