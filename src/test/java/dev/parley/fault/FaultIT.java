package dev.parley.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.harness.run.HistoryLoad;
import dev.parley.harness.server.Postgres;
import dev.parley.harness.server.ServerProcess;
import dev.parley.harness.server.SigningKey;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nothing acknowledged is lost, nothing comes twice, and every client gets each room in order,
 * while what is below fails: under load, time after time ({@code -Dparley.fault.cycles}), on the
 * server and database that the build tests.
 */
@Tag("database")
@Tag("faults")
@Timeout(value = 2, unit = TimeUnit.HOURS)
class FaultIT {

    private static final int SERVER_PORT = 8580;
    private static final int DATABASE_PORT = 8590;
    private static final int CYCLES = Integer.getInteger("parley.fault.cycles", 1);

    /** Messages between two faults: enough that all clients are at work. */
    private static final int MESSAGES = 60;

    /**
     * How often clients are told UNAVAILABLE before the fault ends: more than there are at work, so
     * that it is said of what was under way when it began, and of what was asked later.
     */
    private static final int REFUSALS = 20;

    private static final boolean POSTGRESQL =
            "postgresql".equals(System.getProperty("parley.database"));

    /** What clients may be told; some lose their connections by themselves. */
    private static final Set<String> EXPECTED =
            Set.of("UNAVAILABLE", "UNAVAILABLE unknown", "NOT_IN_ROOM", "CONNECTION_LOST");

    private interface Fault {
        void happen() throws Exception;
    }

    @TempDir private Path folder;

    private Postgres postgres;
    private ServerProcess server;
    private HistoryLoad load;

    @BeforeEach
    void start() throws Exception {
        Map<String, String> environment = new HashMap<>();
        SigningKey key = new SigningKey(folder.resolve("dev-key.pem"));
        environment.put("PARLEY_DEV_ENABLED", "true");
        environment.put("PARLEY_DEV_KEY_FILE", key.file().toString());
        environment.put("MP_JWT_VERIFY_ISSUER", SigningKey.ISSUER);
        environment.put("PARLEY_RATE_LIMIT", "1000000");
        if (POSTGRESQL) {
            postgres = Postgres.start(DATABASE_PORT);
            environment.put(
                    "DB_URL",
                    "jdbc:postgresql://127.0.0.1:" + DATABASE_PORT + "/parley?socketTimeout=5");
        } else {
            environment.put(
                    "DB_URL",
                    "jdbc:h2:file:%s;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE"
                            .formatted(folder.resolve("parley")));
            environment.put("DB_USER", "sa");
            environment.put("DB_PASSWORD", "sa");
        }
        server =
                ServerProcess.prepare(
                        System.getProperty("parley.server"), SERVER_PORT, environment);
        server.start();
        load = HistoryLoad.against(List.of(server.url()), key.file());
        load.awaitAcknowledged(MESSAGES);
    }

    @AfterEach
    void stop() throws Exception {
        if (load != null) {
            load.close();
        }
        if (server != null) {
            server.close();
        }
        if (postgres != null) {
            postgres.close();
        }
    }

    private HistoryLoad.Report assertNothingIsLostThrough(String name, Fault fault)
            throws Exception {
        for (int i = 0; i < CYCLES; i++) {
            fault.happen();
            load.awaitAcknowledged(MESSAGES);
        }
        HistoryLoad.Report report = load.finish();
        report.requireNothingLost(
                "%s, %s on %s, %d times"
                        .formatted(
                                name,
                                System.getProperty("parley.server"),
                                System.getProperty("parley.database"),
                                CYCLES));
        assertTrue(report.amount("changesHeard") > report.amount("changed"), "hardly any changes");
        return report;
    }

    /**
     * While only the database fails, the server answers everybody, and knows what to say: no
     * INTERNAL_ERROR, no silence (NO_ANSWER), and nobody sent away for good (CONNECT_ERROR).
     */
    private void assertNothingIsLostAndAllAreToldThrough(String name, Fault fault)
            throws Exception {
        HistoryLoad.Report report = assertNothingIsLostThrough(name, fault);
        assertEquals(Map.of(), report.refusalsBut(EXPECTED));
    }

    @Test
    void whenTheServerIsKilledAndStartedAgain() throws Exception {
        assertNothingIsLostThrough(
                "kill -9",
                () -> {
                    server.kill();
                    server.start();
                });
    }

    @Test
    @Tag("postgresql")
    void whenTheConnectionsToTheDatabaseAreCut() throws Exception {
        assertNothingIsLostAndAllAreToldThrough("connections cut", postgres::cutConnections);
    }

    @Test
    @Tag("postgresql")
    void whenTheDatabaseCrashes() throws Exception {
        assertNothingIsLostAndAllAreToldThrough("database crash", postgres::crash);
    }

    @Test
    @Tag("postgresql")
    void whenTheDatabaseIsRestarted() throws Exception {
        assertNothingIsLostAndAllAreToldThrough(
                "database restart",
                () -> {
                    postgres.stop();
                    load.awaitUnavailable(REFUSALS);
                    postgres.startAgain();
                });
    }

    @Test
    @Tag("postgresql")
    void whenTheDatabaseHangs() throws Exception {
        assertNothingIsLostAndAllAreToldThrough(
                "database pause",
                () -> {
                    postgres.pause();
                    load.awaitUnavailable(REFUSALS);
                    postgres.resume();
                });
    }
}
