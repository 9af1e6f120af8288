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
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

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

    /** The JDK (17) does not close a connection while it reads the head of a chunk. */
    @Test
    void theHeadOfAChunkThatNeverEndsIsGivenUp(@TempDir Path folder) throws Exception {
        SSLContext tls = tls(folder);
        server.close();
        server =
                tls.getServerSocketFactory()
                        .createServerSocket(0, 5, InetAddress.getLoopbackAddress());
        // Slowly, because the JDK gives up after 2,050 characters.
        trickle(OK + "Transfer-Encoding: chunked\r\n\r\n", '0', 100);
        assertTooSlow(download("https", WHOLE, tls.getSocketFactory()));
    }

    private static SSLContext tls(Path folder) throws Exception {
        Path file = folder.resolve("keys.p12");
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "test",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=test",
                                "-ext",
                                "san=ip:127.0.0.1",
                                "-storetype",
                                "PKCS12",
                                "-storepass",
                                "secret",
                                "-keystore",
                                file.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        assertEquals(0, keytool.waitFor());
        char[] password = "secret".toCharArray();
        KeyStore keys = KeyStore.getInstance(file.toFile(), password);
        KeyManagerFactory own =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, password);
        TrustManagerFactory trusted =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(keys);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
        return context;
    }

    @Test
    void aResponseInTimeIsReturned() throws IOException {
        respond(OK + "Content-Length: 4\r\n\r\nkeys", out -> {});
        assertEquals("keys", download("http", Duration.ofMinutes(1)).get());
    }

    private void assertTooSlow(String scheme, String start) {
        trickle(start, 'x', 10);
        assertTooSlow(download(scheme, WHOLE));
    }

    private void trickle(String start, char next, long pauseMillis) {
        respond(
                start,
                out ->
                        clock.scheduleWithFixedDelay(
                                () -> write(out, next), 0, pauseMillis, TimeUnit.MILLISECONDS));
    }

    private static void assertTooSlow(KeyDownload slow) {
        IOException e = assertThrows(IOException.class, slow::get);
        assertEquals("the response takes longer than 300 ms", e.getMessage());
    }

    private KeyDownload download(String scheme, Duration whole) {
        return download(scheme, whole, HttpsURLConnection.getDefaultSSLSocketFactory());
    }

    private KeyDownload download(String scheme, Duration whole, SSLSocketFactory tls) {
        URI address = URI.create(scheme + "://127.0.0.1:" + server.getLocalPort() + "/jwks");
        return new KeyDownload(address, threads, this::after, whole, tls);
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

    private static void write(OutputStream out, char next) {
        try {
            out.write(next);
        } catch (IOException disconnected) {
            throw new UncheckedIOException(disconnected);
        }
    }
}
