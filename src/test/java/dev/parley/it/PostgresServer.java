package dev.parley.it;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * PostgreSQL for the servers of the tests, where {@code -Dparley.database=postgresql} asks for it:
 * up before the first server starts, and down with the tests' JVM. It writes to the disk as in
 * production.
 */
public final class PostgresServer implements LauncherSessionListener {

    /** As in the environment that the build gives the servers. */
    private static final int PORT = 8390;

    private static EmbeddedPostgres running;

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        if ("postgresql".equals(System.getProperty("parley.database"))) {
            start();
        }
    }

    private static synchronized void start() {
        // There may be a session for each request of the build's.
        if (running != null) {
            return;
        }
        try {
            running =
                    EmbeddedPostgres.builder()
                            .setPort(PORT)
                            .setServerConfig("fsync", "on")
                            .setServerConfig("synchronous_commit", "on")
                            .start();
            try (Connection admin = running.getPostgresDatabase().getConnection();
                    Statement statement = admin.createStatement()) {
                statement.execute("CREATE ROLE parley LOGIN PASSWORD 'parley'");
                statement.execute("CREATE DATABASE parley OWNER parley");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL does not start at port " + PORT, e);
        } catch (SQLException e) {
            throw new IllegalStateException("The database could not be made", e);
        }
    }
}
