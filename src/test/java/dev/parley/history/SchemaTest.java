package dev.parley.history;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The changelogs, and what is asked of a database at start-up, on real databases. */
class SchemaTest {

    enum Product {
        H2,
        POSTGRESQL
    }

    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void start() throws IOException {
        // Not durable, to be found out; and fast.
        postgres =
                EmbeddedPostgres.builder()
                        .setPGStartupWait(Duration.ofMinutes(2))
                        .setServerConfig("synchronous_commit", "off")
                        .setServerConfig("fsync", "on")
                        .start();
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    /** An empty database. */
    private static DataSource empty(Product product) throws SQLException {
        String name = "parley" + UUID.randomUUID().toString().replace("-", "");
        if (product == Product.POSTGRESQL) {
            execute(postgres.getPostgresDatabase(), "CREATE DATABASE " + name);
            return postgres.getDatabase("postgres", name);
        }
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setURL("jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1");
        return h2;
    }

    /** How often Liquibase looks for the lock, in seconds. */
    private static final String POLL_RATE = "liquibase.changelogLockPollRate";

    private static void execute(DataSource on, String sql) throws SQLException {
        try (Connection connection = on.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSchemaThatWasBroughtUpToDateIsTheOneOfThisVersion(Product product) throws Exception {
        Schema schema = new Schema(empty(product));
        schema.update();
        assertDoesNotThrow(schema::check);
    }

    @ParameterizedTest
    @EnumSource
    void aSchemaThatIsUpToDateIsLeftAlone(Product product) throws Exception {
        DataSource database = empty(product);
        new Schema(database).update();
        execute(
                database,
                "INSERT INTO known_user (id, username, username_key, seen_at)"
                        + " VALUES ('u', 'U', 'u', 1)");
        assertDoesNotThrow(() -> new Schema(database).update());
    }

    @ParameterizedTest
    @EnumSource
    void anEmptyDatabaseIsRefusedByTheCommandThatFillsIt(Product product) throws Exception {
        Schema schema = new Schema(empty(product));
        String told = assertThrows(IllegalStateException.class, schema::check).getMessage();
        assertTrue(told.contains("::room_event") && told.contains("mvn -Pschema"), told);
    }

    @ParameterizedTest
    @EnumSource
    void aSchemaThatLacksAChangeIsRefused(Product product) throws Exception {
        DataSource database = empty(product);
        new Schema(database).update();
        execute(database, "DELETE FROM databasechangelog WHERE id = 'membership'");
        Schema schema = new Schema(database);
        String told = assertThrows(IllegalStateException.class, schema::check).getMessage();
        assertTrue(told.contains("[liquibase/changes/001-rooms-and-messages.xml::membership]"));
    }

    @ParameterizedTest
    @EnumSource
    void aSchemaOfANewerVersionIsRefused(Product product) throws Exception {
        DataSource database = empty(product);
        new Schema(database).update();
        execute(database, "UPDATE databasechangelog SET id = 'later' WHERE id = 'membership'");
        execute(
                database,
                "INSERT INTO databasechangelog (id, author, filename, dateexecuted, orderexecuted,"
                        + " exectype) SELECT 'membership', author, filename, dateexecuted,"
                        + " orderexecuted, exectype FROM databasechangelog WHERE id = 'later'");
        Schema schema = new Schema(database);
        String told = assertThrows(IllegalStateException.class, schema::check).getMessage();
        assertTrue(told.contains("newer version") && told.contains("::later"), told);
        // An older node that may change tables finds nothing to do.
        assertDoesNotThrow(schema::update);
    }

    /** The lock of a node that was killed is waited for; its removal is in docs/operations.md. */
    @ParameterizedTest
    @EnumSource
    void theLockOfAKilledMigrationIsWaitedForUntilItIsRemoved(Product product) throws Exception {
        DataSource database = empty(product);
        new Schema(database).update();
        execute(database, "DELETE FROM databasechangelog WHERE id = 'cluster-node'");
        execute(database, "DROP TABLE cluster_node");
        execute(
                database,
                "UPDATE databasechangeloglock SET locked = TRUE, lockedby = 'killed',"
                        + " lockgranted = CURRENT_TIMESTAMP");
        System.setProperty(POLL_RATE, "1");
        try {
            CompletableFuture<Void> update =
                    CompletableFuture.runAsync(() -> new Schema(database).update());
            assertFalse(update.isDone());
            execute(database, "UPDATE databasechangeloglock SET locked = FALSE");
            update.get(1, TimeUnit.MINUTES);
            assertDoesNotThrow(() -> new Schema(database).check());
        } finally {
            System.clearProperty(POLL_RATE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void lookingAtAnEmptyDatabaseLeavesItEmpty(Product product) throws Exception {
        DataSource database = empty(product);
        Schema schema = new Schema(database);
        assertThrows(IllegalStateException.class, schema::check);
        assertThrows(
                SQLException.class, () -> execute(database, "SELECT * FROM databasechangelog"));
    }

    @Test
    void aDatabaseThatMayLoseCommitsIsFoundOut() throws Exception {
        DataSource lossy = empty(Product.POSTGRESQL);
        assertEquals(Map.of("synchronous_commit", "off"), new Durability(lossy).faults());
        JdbcDataSource late = new JdbcDataSource();
        late.setURL("jdbc:h2:file:./target/h2/" + UUID.randomUUID() + ";WRITE_DELAY=500");
        assertEquals(Map.of("WRITE_DELAY", "500"), new Durability(late).faults());
    }

    @Test
    void aDatabaseThatKeepsItsCommitsIsLetBe() throws Exception {
        try (EmbeddedPostgres safe =
                EmbeddedPostgres.builder()
                        .setPGStartupWait(Duration.ofMinutes(2))
                        .setServerConfig("synchronous_commit", "on")
                        .setServerConfig("fsync", "on")
                        .start()) {
            assertEquals(Map.of(), new Durability(safe.getPostgresDatabase()).faults());
        }
        JdbcDataSource prompt = new JdbcDataSource();
        prompt.setURL("jdbc:h2:file:./target/h2/" + UUID.randomUUID() + ";WRITE_DELAY=0");
        assertEquals(Map.of(), new Durability(prompt).faults());
        assertEquals(Map.of(), new Durability(empty(Product.H2)).faults());
    }
}
