package dev.parley.ops;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** Checks whether the database answers, independently of all other work. Thread-safe. */
@ApplicationScoped
public class DatabaseProbe {

    private static final Logger LOG = Logger.getLogger(DatabaseProbe.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    @Resource(lookup = "java:comp/DefaultDataSource")
    private DataSource database;

    // Not the reader threads: they may all be waiting for this database.
    @Resource private ManagedExecutorService executor;

    private volatile SharedCheck check;

    /**
     * Called at start-up: the threads on which WildFly calls health checks have no {@code
     * java:comp}.
     */
    public void start() {
        check = new SharedCheck(this::ask, executor, PATIENCE, System::nanoTime);
    }

    /** Blocks for at most two seconds. */
    public boolean answers() {
        return check.ask();
    }

    private boolean ask() {
        try (Connection connection = database.getConnection()) {
            return connection.isValid((int) PATIENCE.toSeconds());
        } catch (SQLException e) {
            LOG.log(Level.FINE, "The database did not answer", e);
            return false;
        }
    }
}
