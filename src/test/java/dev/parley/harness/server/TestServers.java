package dev.parley.harness.server;

import java.io.IOException;
import java.nio.file.Path;
import org.jboss.arquillian.container.spi.event.container.BeforeStart;
import org.jboss.arquillian.core.api.annotation.Observes;
import org.jboss.arquillian.core.spi.LoadableExtension;

/**
 * Starts what the Arquillian tests of this JVM share, before the first of them: PostgreSQL, where
 * {@code -Dparley.database=postgresql} asks for it, and the server. Both stop with the JVM.
 */
public final class TestServers implements LoadableExtension {

    private static Postgres database;
    private static SharedServer server;

    /** Each further class fails at once. */
    private static IllegalStateException failure;

    @Override
    public void register(ExtensionBuilder builder) {
        ServerPorts.set();
        builder.observer(Starter.class);
    }

    /** Arquillian makes one of it, and calls it for each class if Failsafe hands them out. */
    public static final class Starter {

        /** Before Arquillian looks for a running server. */
        public void start(@Observes BeforeStart event) {
            TestServers.start();
        }
    }

    private static synchronized void start() {
        if (failure != null) {
            throw failure;
        }
        if (server == null) {
            Runtime.getRuntime().addShutdownHook(new Thread(TestServers::stop));
            try {
                if ("postgresql".equals(System.getProperty("parley.database"))) {
                    database = Postgres.start(ServerPorts.postgresql());
                }
                server = SharedServer.start(log());
            } catch (IOException e) {
                throw failed("The servers of the tests do not start", e);
            }
        }
        if (!server.isAlive()) {
            throw failed("The server has ended; see " + log(), null);
        }
    }

    private static IllegalStateException failed(String message, Exception cause) {
        failure = new IllegalStateException(message, cause);
        return failure;
    }

    private static Path log() {
        return Path.of(
                System.getProperty("parley.reports"), "server-" + ServerPorts.fork() + ".log");
    }

    private static synchronized void stop() {
        if (server != null) {
            server.stop();
        }
        if (database != null) {
            try {
                database.close();
            } catch (IOException e) {
                System.err.println("PostgreSQL was not stopped: " + e);
            }
        }
    }
}
