package dev.parley.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A provider that keeps sending, but never gets done. */
@Timeout(60)
class KeyDownloadTest {

    private static final String OK = "HTTP/1.1 200 OK\r\n";
    private static final Duration WHOLE = Duration.ofMillis(300);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private ServerSocket server;
    private volatile Socket client;

    @BeforeEach
    void start() throws IOException {
        server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        if (client != null) {
            client.close();
        }
        threads.shutdownNow();
        clock.shutdownNow();
    }

    @Test
    void headersThatNeverEndAreGivenUp() {
        assertTooSlow("http", OK + "X: ");
    }

    @Test
    void aBodyThatNeverEndsIsGivenUp() {
        assertTooSlow("http", OK + "Content-Length: 500000\r\n\r\n");
    }

    @Test
    void aTlsHandshakeThatNeverEndsIsGivenUp() {
        // The head of a record of 12 KiB.
        assertTooSlow("https", "\u0016\u0003\u0003\u0030\u0000");
    }

    @Test
    void aResponseInTimeIsReturned() throws IOException {
        respond(OK + "Content-Length: 4\r\n\r\nkeys", out -> {});
        assertEquals("keys", download("http", Duration.ofMinutes(1)).get());
    }

    private void assertTooSlow(String scheme, String start) {
        respond(
                start,
                out ->
                        clock.scheduleWithFixedDelay(
                                () -> write(out), 0, 10, TimeUnit.MILLISECONDS));
        KeyDownload slow = download(scheme, WHOLE);
        IOException e = assertThrows(IOException.class, slow::get);
        assertEquals("the response takes longer than 300 ms", e.getMessage());
    }

    private KeyDownload download(String scheme, Duration whole) {
        URI address = URI.create(scheme + "://127.0.0.1:" + server.getLocalPort() + "/jwks");
        return new KeyDownload(address, threads, this::after, whole);
    }

    private Future<?> after(Duration delay, Runnable task) {
        return clock.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void respond(String start, Consumer<OutputStream> afterwards) {
        threads.execute(
                () -> {
                    try {
                        client = server.accept();
                        OutputStream out = client.getOutputStream();
                        out.write(start.getBytes(StandardCharsets.ISO_8859_1));
                        afterwards.accept(out);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    private static void write(OutputStream out) {
        try {
            out.write('x');
        } catch (IOException disconnected) {
            throw new UncheckedIOException(disconnected);
        }
    }
}
