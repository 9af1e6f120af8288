package dev.parley.security;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A GET with limits on time and size. Unlike {@code java.net.http}, it starts no threads, which a
 * web application could not stop. Uses the server's trust store. Stateless.
 */
final class KeyDownload {

    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration READ = Duration.ofSeconds(3);
    private static final Duration WHOLE = Duration.ofSeconds(10);
    private static final int MAX_BYTES = 512 * 1024;

    private KeyDownload() {}

    static String get(URI address) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
        connection.setConnectTimeout((int) CONNECT.toMillis());
        connection.setReadTimeout((int) READ.toMillis());
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setRequestProperty(
                "Accept",
                "application/jwk-set+json, application/json, text/plain;q=0.8, */*;q=0.1");
        try {
            int status = connection.getResponseCode();
            if (status != HttpURLConnection.HTTP_OK) {
                throw new IOException("the response has status " + status);
            }
            try (InputStream body = connection.getInputStream()) {
                return new String(read(body), StandardCharsets.UTF_8);
            }
        } finally {
            connection.disconnect();
        }
    }

    private static byte[] read(InputStream body) throws IOException {
        long end = System.nanoTime() + WHOLE.toNanos();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
            bytes.write(buffer, 0, n);
            if (bytes.size() > MAX_BYTES) {
                throw new IOException("the response is longer than " + MAX_BYTES + " bytes");
            }
            if (System.nanoTime() > end) {
                throw new IOException("the response takes longer than " + WHOLE.toSeconds() + " s");
            }
        }
        return bytes.toByteArray();
    }
}
