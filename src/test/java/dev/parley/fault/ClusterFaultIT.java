package dev.parley.fault;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nothing acknowledged is lost, nothing comes twice, every client gets each room in order, and
 * nobody stays online who is gone, while nodes of a cluster fail: under load, time after time
 * ({@code -Dparley.fault.cycles}), with whichever nodes ({@code
 * -Dparley.fault.nodes=wildfly,liberty}). Clients that lose a node go to the next.
 */
@Tag("cluster")
@Timeout(value = 3, unit = TimeUnit.HOURS)
class ClusterFaultIT {

    private static final int CYCLES = Integer.getInteger("parley.fault.cycles", 1);
    private static final List<String> KINDS =
            List.of(System.getProperty("parley.fault.nodes", "wildfly,liberty").split(","));

    /** Messages between two faults: enough that all clients are at work. */
    private static final int MESSAGES = 60;

    /** Longer than heartbeats, leases and transactions. */
    private static final long PAUSE_SECONDS = 14;

    /** Who all lose their node at once. */
    private static final int CROWD = 2_000;

    private interface Fault {
        void happen(ServerProcess node) throws Exception;
    }

    @TempDir private static Path folder;

    private static SigningKey key;
    private static Cluster cluster;
    private HistoryLoad load;

    @BeforeAll
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    static void startNodes() throws Exception {
        key = SigningKey.in(folder);
        cluster =
                Cluster.start(
                        KINDS,
                        Map.of(
                                "MP_JWT_VERIFY_PUBLICKEY_LOCATION",
                                key.publicKey().toUri().toString()));
    }

    /** What a test before this one has left. */
    @BeforeEach
    void startTheDead() throws Exception {
        cluster.startTheDead();
    }

    private void startLoad() throws Exception {
        load = HistoryLoad.against(cluster.urls(), key.privateKey());
        load.awaitAcknowledged(MESSAGES);
    }

    @AfterEach
    void stopLoad() throws Exception {
        if (load != null) {
            load.close();
        }
    }

    @AfterAll
    static void stopNodes() throws Exception {
        if (cluster != null) {
            cluster.close();
        }
    }

    /** To one node after the other. */
    private void assertNothingIsLostThrough(String name, Fault fault) throws Exception {
        startLoad();
        for (int i = 0; i < CYCLES; i++) {
            fault.happen(cluster.nodes().get(i % KINDS.size()));
            load.awaitAcknowledged(MESSAGES);
        }
        load.finish()
                .requireNothingLost("%s, cluster of %s, %d times".formatted(name, KINDS, CYCLES));
    }

    @Test
    void whenANodeIsKilledAndStartedAgain() throws Exception {
        assertNothingIsLostThrough(
                "kill -9",
                node -> {
                    node.kill();
                    load.awaitAcknowledged(MESSAGES);
                    node.start();
                });
    }

    @Test
    void whenANodeHangs() throws Exception {
        assertNothingIsLostThrough(
                "node pause",
                node -> {
                    node.pause();
                    TimeUnit.SECONDS.sleep(PAUSE_SECONDS);
                    node.resume();
                });
    }

    @Test
    void whenANodeIsRestarted() throws Exception {
        assertNothingIsLostThrough(
                "rolling restart",
                node -> {
                    node.terminate();
                    load.awaitAcknowledged(MESSAGES);
                    node.start();
                });
    }

    @Test
    void whenNodesCannotReachEachOther() throws Exception {
        ClusterView view = new ClusterView(key.token("admin", "admin"));
        assertNothingIsLostThrough(
                "partition",
                node -> {
                    cluster.part();
                    view.await(cluster.nodes(), 1);
                    load.awaitAcknowledged(MESSAGES);
                    cluster.join();
                    view.await(cluster.nodes(), KINDS.size());
                });
    }

    @Test
    void whenThousandsLoseTheirNodeAtOnce() throws Exception {
        load = HistoryLoad.storm(cluster.urls(), key.privateKey(), CROWD);
        load.awaitAmount("live", CROWD);
        long millis = 0;
        for (int i = 0; i < CYCLES; i++) {
            load.awaitAcknowledged(MESSAGES);
            ServerProcess node = cluster.nodes().get(i % KINDS.size());
            long begun = System.nanoTime();
            node.kill();
            load.awaitAmount("rejoins", CROWD * (i + 1));
            load.awaitAmount("live", CROWD);
            millis += TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
            load.awaitAcknowledged(MESSAGES);
            node.start();
        }
        load.finish()
                .requireNothingLost(
                        "storm of %d, cluster of %s, %d times, back after %d ms"
                                .formatted(CROWD, KINDS, CYCLES, millis / CYCLES));
    }

    @Test
    void whenTheDatabaseIsRestarted() throws Exception {
        assertNothingIsLostThrough(
                "database restart",
                node -> {
                    cluster.postgres().stop();
                    load.awaitUnavailable(1);
                    cluster.postgres().startAgain();
                });
    }
}
