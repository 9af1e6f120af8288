package dev.parley.history;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.sql.DataSource;

/** Covers the differences between PostgreSQL and H2. Thread-safe after {@link #prepare}. */
@ApplicationScoped
public class Dialect {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final String IDLE = "idle_in_transaction_session_timeout";

    /** A transaction cannot commit after {@link Transactions#TIMEOUT_SECONDS}. */
    private static final Duration MOST_IDLE =
            Duration.ofSeconds(Transactions.TIMEOUT_SECONDS).plusSeconds(1);

    @Resource(lookup = "java:comp/DefaultDataSource")
    private DataSource dataSource;

    private boolean postgresql;

    /** Detects the database; called once, before any other method. */
    void prepare() {
        try (Connection connection = dataSource.getConnection()) {
            postgresql =
                    connection.getMetaData().getDatabaseProductName().equals(Durability.POSTGRESQL);
        } catch (SQLException e) {
            throw new IllegalStateException("The database could not be queried", e);
        }
    }

    /**
     * Limits how long the transaction waits for each lock, and how long it keeps its own locks if
     * its node hangs or disappears, because nobody else can write to its rooms until then. H2 never
     * waits for more than two seconds. PostgreSQL needs both limits: Hibernate sets no lock timeout
     * on PostgreSQL, a transaction timeout does not end a waiting statement, and PostgreSQL keeps a
     * dead connection open for hours.
     */
    void bound(EntityManager entities, Duration patience) {
        if (postgresql) {
            entities.createNativeQuery(
                            String.format(
                                    Locale.ROOT,
                                    "SET LOCAL lock_timeout = %d; SET LOCAL %s = %d",
                                    patience.toMillis(),
                                    IDLE,
                                    MOST_IDLE.toMillis()))
                    .executeUpdate();
        }
    }

    /** Limits the transaction with the default patience; for all work that locks or writes rows. */
    void bound(EntityManager entities) {
        bound(entities, PATIENCE);
    }

    /**
     * Returns the end of an INSERT whose row another transaction may insert at the same moment. H2
     * has no such clause: the second INSERT fails and must be retried.
     */
    String unlessThere() {
        return postgresql ? " ON CONFLICT DO NOTHING" : "";
    }

    /**
     * Returns the end of a SELECT that prevents changes to its rows until the transaction ends. In
     * PostgreSQL several transactions can hold the lock; in H2 only one can.
     */
    String forShare() {
        return postgresql ? " FOR SHARE" : " FOR UPDATE";
    }

    /**
     * Returns the end of a SELECT that locks its rows for an UPDATE until the transaction ends. In
     * PostgreSQL, other transactions can still insert rows that refer to them.
     */
    String forChange() {
        return postgresql ? " FOR NO KEY UPDATE" : " FOR UPDATE";
    }

    /**
     * Returns the same as {@link #forChange} for a SELECT that skips the rows that another
     * transaction has locked. It never waits, so the order of its locks does not matter.
     */
    String forChangeOfUnlocked() {
        return forChange() + " SKIP LOCKED";
    }

    /**
     * Locks a room until the transaction ends. In PostgreSQL the lock allows others to insert
     * members, whose foreign key takes a lock of its own (FOR KEY SHARE). EclipseLink (4.0.9) would
     * take FOR UPDATE, which conflicts with that one: many first joins at once let a lane wait for
     * longer than two seconds.
     */
    Optional<Room> lock(EntityManager entities, String roomId) {
        List<?> found =
                entities.createNativeQuery(
                                "SELECT * FROM room WHERE id = ?" + forChange(), Room.class)
                        .setParameter(1, roomId)
                        .getResultList();
        return found.stream().map(Room.class::cast).findFirst();
    }

    /**
     * Returns the SQL expression for the current time of the statement. PostgreSQL's {@code
     * CURRENT_TIMESTAMP} is the start of the transaction, which may have waited for a lock since.
     */
    String now() {
        return postgresql ? "clock_timestamp()" : "CURRENT_TIMESTAMP";
    }
}
