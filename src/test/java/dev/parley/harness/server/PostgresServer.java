package dev.parley.harness.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * PostgreSQL for the servers of the tests, where {@code -Dparley.database=postgresql} asks for it:
 * up before the first server starts, and down with the tests' JVM.
 */
public final class PostgresServer implements LauncherSessionListener {

    /** As in the environment that the build gives the servers. */
    private static final int PORT = 8390;

    private static Postgres running;

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        if ("postgresql".equals(System.getProperty("parley.database"))) {
            start();
        }
    }

    private static synchronized void start() {
        // There may be a session for each request of the build's.
        if (running == null) {
            try {
                running = Postgres.start(PORT);
            } catch (IOException e) {
                throw new UncheckedIOException("PostgreSQL does not start at port " + PORT, e);
            }
            Runtime.getRuntime().addShutdownHook(new Thread(PostgresServer::stop));
        }
    }

    private static void stop() {
        try {
            running.close();
        } catch (IOException e) {
            System.err.println("PostgreSQL was not stopped: " + e);
        }
    }
}
