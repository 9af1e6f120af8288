package dev.parley.security;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;

/**
 * A GET with limits on time and size. Unlike {@code java.net.http}, it starts no threads, which a
 * web application could not stop. Uses the server's trust store. Thread-safe.
 *
 * <p>The deadline covers connecting, TLS, headers and body. The limits of {@code HttpURLConnection}
 * do not: they start anew with each byte. The deadline does not end the look-up of the host name,
 * which the operating system limits, nor, over plain HTTP, the reading of the head of a chunk,
 * during which the JDK (17) cannot close the connection: see {@link TcpSockets}.
 */
final class KeyDownload {

    private static final Logger LOG = System.getLogger(KeyDownload.class.getName());
    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration READ = Duration.ofSeconds(3);
    private static final Duration WHOLE = Duration.ofSeconds(10);
    private static final Duration AGAIN = Duration.ofSeconds(1);
    private static final int MAX_BYTES = 512 * 1024;

    private final URI address;
    private final Executor threads;
    private final VerificationKeys.Delay delay;
    private final Duration whole;
    private final SSLSocketFactory tls;

    /**
     * @param threads runs tasks that close connections at the deadline, which may block
     */
    KeyDownload(URI address, Executor threads, VerificationKeys.Delay delay) {
        this(address, threads, delay, WHOLE, HttpsURLConnection.getDefaultSSLSocketFactory());
    }

    KeyDownload(
            URI address,
            Executor threads,
            VerificationKeys.Delay delay,
            Duration whole,
            SSLSocketFactory tls) {
        this.address = address;
        this.threads = threads;
        this.delay = delay;
        this.whole = whole;
        this.tls = tls;
    }

    /** Returns the body of the response. */
    String get() throws IOException {
        HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
        connection.setConnectTimeout((int) CONNECT.toMillis());
        connection.setReadTimeout((int) READ.toMillis());
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setRequestProperty(
                "Accept",
                "application/jwk-set+json, application/json, text/plain;q=0.8, */*;q=0.1");
        TcpSockets sockets = new TcpSockets(tls);
        if (connection instanceof HttpsURLConnection secure) {
            secure.setSSLSocketFactory(sockets);
        }
        Deadline deadline = new Deadline(connection, sockets);
        try {
            int status = connection.getResponseCode();
            if (status != HttpURLConnection.HTTP_OK) {
                throw new IOException("the response has status " + status);
            }
            InputStream body = connection.getInputStream();
            deadline.beginBody();
            return new String(read(body, deadline), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw deadline.isOver() ? tooSlow(e) : e;
        } finally {
            // This also closes the body. Closing it on a second thread, or twice, would wait while
            // the JDK (17) reads the rest of the body on a thread of its own
            // (KeepAliveStreamCleaner), possibly forever.
            if (deadline.cancel()) {
                connection.disconnect();
            }
        }
    }

    private byte[] read(InputStream body, Deadline deadline) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
            bytes.write(buffer, 0, n);
            if (bytes.size() > MAX_BYTES) {
                throw new IOException("the response is longer than " + MAX_BYTES + " bytes");
            }
            if (deadline.isOver()) {
                throw new IOException("the body is not complete");
            }
        }
        return bytes.toByteArray();
    }

    private IOException tooSlow(IOException cause) {
        return new IOException("the response takes longer than " + whole.toMillis() + " ms", cause);
    }

    /** Closes the connection at the deadline. Thread-safe. */
    private final class Deadline {

        private final HttpURLConnection connection;
        private final TcpSockets sockets;
        private boolean over;
        private boolean cancelled;

        /** Whether a thread is closing the connection. */
        private boolean closing;

        /** Whether the body is being read: {@link KeyDownload#read} then notices the deadline. */
        private boolean inBody;

        private boolean disconnected;

        private Future<?> timer;

        Deadline(HttpURLConnection connection, TcpSockets sockets) {
            this.connection = connection;
            this.sockets = sockets;
            this.timer = delay.after(whole, this::pass);
        }

        /**
         * Closes the connection, and tries again later, because a connection that is still being
         * established cannot be closed.
         */
        private synchronized void pass() {
            if (cancelled) {
                return;
            }
            over = true;
            timer = delay.after(AGAIN, this::pass);
            if (!closing) {
                closing = true;
                threads.execute(this::close);
            }
        }

        private void close() {
            try {
                sockets.close();
                if (mayDisconnect()) {
                    connection.disconnect();
                }
            } catch (IOException e) {
                LOG.log(Level.DEBUG, "A connection could not be closed", e);
            } finally {
                synchronized (this) {
                    closing = false;
                }
            }
        }

        private synchronized boolean mayDisconnect() {
            disconnected |= !inBody && !cancelled;
            return disconnected;
        }

        synchronized boolean isOver() {
            return over;
        }

        /**
         * Leaves the connection to the caller.
         *
         * @throws IOException if another thread has closed it
         */
        synchronized void beginBody() throws IOException {
            if (disconnected) {
                throw new IOException("the connection was closed at the deadline");
            }
            inBody = true;
        }

        /** Returns whether the caller must disconnect; otherwise, another thread does. */
        synchronized boolean cancel() {
            cancelled = true;
            timer.cancel(false);
            if (disconnected && !closing) {
                // The connection may have been established only after the last try.
                closing = true;
                threads.execute(this::close);
            }
            return !disconnected;
        }
    }
}
