package dev.parley.history;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/** What PostgreSQL has to be told otherwise than H2. Thread-safe once it is prepared. */
@ApplicationScoped
public class Dialect {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final String IDLE = "idle_in_transaction_session_timeout";

    /** Nobody commits after {@link Transactions#TIMEOUT_SECONDS}. */
    private static final Duration MOST_IDLE =
            Duration.ofSeconds(Transactions.TIMEOUT_SECONDS).plusSeconds(1);

    @Resource(lookup = "java:comp/DefaultDataSource")
    private DataSource dataSource;

    private boolean postgresql;

    /** Learns what it has to do with; called once, before all else. */
    void prepare() {
        try (Connection connection = dataSource.getConnection()) {
            postgresql =
                    connection.getMetaData().getDatabaseProductName().equals(Durability.POSTGRESQL);
        } catch (SQLException e) {
            throw new IllegalStateException("The database could not be asked", e);
        }
    }

    /**
     * Bounds how long the transaction waits for each lock, and how long it keeps its own if its
     * node hangs or is gone without a word: until then nobody else writes in its rooms. H2 lets
     * nobody wait longer than two seconds; PostgreSQL has to be told: Hibernate gives it no such
     * bound, no timeout of the transaction ends a statement that waits, and a connection that
     * nobody ends it keeps for hours.
     */
    void bound(EntityManager entities, Duration patience) {
        if (postgresql) {
            entities.createNativeQuery(
                            "SET LOCAL lock_timeout = %d; SET LOCAL %s = %d"
                                    .formatted(patience.toMillis(), IDLE, MOST_IDLE.toMillis()))
                    .executeUpdate();
        }
    }

    /** The same with the usual patience: for whoever locks rows, be it by writing them. */
    void bound(EntityManager entities) {
        bound(entities, PATIENCE);
    }

    /**
     * The end of an INSERT of what somebody else may insert at the same moment. H2 has no such
     * thing: there the second one fails, and is to be tried again.
     */
    String unlessThere() {
        return postgresql ? " ON CONFLICT DO NOTHING" : "";
    }

    /**
     * The end of a SELECT whose rows nobody else may change before the transaction ends; others may
     * want the same. In H2 one after the other.
     */
    String forShare() {
        return postgresql ? " FOR SHARE" : " FOR UPDATE";
    }

    /**
     * The time at which a statement runs, in SQL. PostgreSQL's {@code CURRENT_TIMESTAMP} is the
     * begin of the transaction, which may have waited for a lock since.
     */
    String now() {
        return postgresql ? "clock_timestamp()" : "CURRENT_TIMESTAMP";
    }
}
