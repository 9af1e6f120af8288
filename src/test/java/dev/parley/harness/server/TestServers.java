package dev.parley.harness.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Prepares what the servers of the tests need: says where they are, and starts PostgreSQL, where
 * {@code -Dparley.database=postgresql} asks for it, before the first server. It stops with the
 * tests' JVM.
 */
public final class TestServers implements LauncherSessionListener {

    // There may be a session for each request of the build's.
    private static boolean prepared;
    private static Postgres running;

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        prepare();
        if ("postgresql".equals(System.getProperty("parley.database"))) {
            start();
        }
    }

    private static synchronized void prepare() {
        if (!prepared && System.getProperty("parley.server") != null) {
            ServerPorts.set();
            prepared = true;
        }
    }

    private static synchronized void start() {
        if (running == null) {
            try {
                running = Postgres.start(ServerPorts.postgresql());
            } catch (IOException e) {
                throw new UncheckedIOException(
                        "PostgreSQL does not start at port " + ServerPorts.postgresql(), e);
            }
            Runtime.getRuntime().addShutdownHook(new Thread(TestServers::stop));
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
