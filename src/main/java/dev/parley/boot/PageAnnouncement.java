package dev.parley.boot;

import java.io.IOException;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/**
 * Prints the address of the portal page as soon as the server serves it: {@code Parley is ready:
 * http://localhost:8080/}. The application starts before the server routes requests to it, so this
 * task requests the page repeatedly. It gives up when its patience ends or when it is stopped.
 *
 * <p>It prints to standard output because neither server shows INFO log records on its console when
 * the build starts it.
 */
final class PageAnnouncement implements Runnable {

    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final int TIMEOUT_MILLIS = 2_000;
    private static final int DEFAULT_PORT = 8080;

    private final URI page;
    private final PrintStream out;
    private final Duration patience;
    private @Nullable Thread thread;

    PageAnnouncement(URI page, PrintStream out, Duration patience) {
        this.page = page;
        this.out = out;
        this.patience = patience;
    }

    /** Starts to request the page, on a thread of its own; called once. */
    void start(ThreadFactory threads) {
        thread = threads.newThread(this);
        thread.start();
    }

    /**
     * Gives up, and waits until the thread has ended: a request in progress ends within seconds.
     */
    void stop() {
        Thread started = thread;
        if (started == null) {
            return;
        }
        started.interrupt();
        try {
            // To connect and to read.
            started.join(2L * TIMEOUT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Returns the address of the page on this machine, from {@code http.port} of the files in
     * server-config and WildFly's port offset.
     */
    static URI pageOf(Config config) {
        int port =
                number(config, "http.port")
                        .or(() -> number(config, "jboss.http.port"))
                        .orElse(DEFAULT_PORT);
        int offset = number(config, "jboss.socket.binding.port-offset").orElse(0);
        return URI.create("http://localhost:" + (port + offset) + "/");
    }

    private static Optional<Integer> number(Config config, String name) {
        // As text: Kubernetes sets HTTP_PORT=tcp://… in a namespace with a service named "http".
        return config.getOptionalValue(name, String.class)
                .map(String::strip)
                .filter(text -> text.matches("-?\\d{1,5}"))
                .map(Integer::valueOf);
    }

    @Override
    public void run() {
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            while (!isServed()) {
                if (System.nanoTime() - deadline > 0) {
                    return;
                }
                Thread.sleep(PAUSE.toMillis());
            }
            out.println("Parley is ready: " + page);
        } catch (InterruptedException e) {
            // The application stops before the server has served its page.
            Thread.currentThread().interrupt();
        }
    }

    private boolean isServed() {
        try {
            HttpURLConnection connection = (HttpURLConnection) page.toURL().openConnection();
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            try {
                return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            // Nothing listens there yet.
            return false;
        }
    }
}
