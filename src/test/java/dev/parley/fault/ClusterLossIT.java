package dev.parley.fault;

import dev.parley.harness.cluster.Cluster;
import dev.parley.harness.cluster.ClusterNode;
import dev.parley.harness.cluster.ClusterView;
import dev.parley.harness.cluster.SharedCluster;
import dev.parley.harness.run.HistoryLoad;
import dev.parley.harness.server.SigningKey;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Nothing acknowledged is lost, nothing arrives twice, and every client gets each room in order,
 * while nodes of a cluster fail under load: {@code -Dparley.fault.cycles} times each, with the
 * nodes of {@code -Dparley.fault.nodes=wildfly,liberty}. Clients that lose a node connect to the
 * next.
 */
@Tag("cluster")
@ExtendWith(SharedCluster.Extension.class)
@Timeout(value = 3, unit = TimeUnit.HOURS)
class ClusterLossIT {

    private static final int CYCLES = Integer.getInteger("parley.fault.cycles", 1);

    /** Messages between two faults: enough that all clients are at work. */
    private static final int MESSAGES = 60;

    /** Longer than heartbeats, leases and transactions. */
    private static final long PAUSE_SECONDS = 14;

    /** Who all lose their node at once. */
    private static final int CROWD = 2_000;

    private interface Fault {
        void happen(ClusterNode node) throws Exception;
    }

    private final List<String> kinds;
    private final Cluster cluster;
    private final SigningKey key;
    private HistoryLoad load;

    ClusterLossIT(SharedCluster shared) {
        kinds = shared.kinds();
        cluster = shared.cluster();
        key = shared.cluster().key();
    }

    @BeforeEach
    void repair() throws Exception {
        cluster.repair();
    }

    private void startLoad() throws Exception {
        load = HistoryLoad.against(cluster.urls(), key.file());
        load.awaitAcknowledged(MESSAGES);
    }

    @AfterEach
    void stopLoad() throws Exception {
        if (load != null) {
            load.close();
        }
    }

    /** To one node after the other. */
    private void assertNothingIsLostThrough(String name, Fault fault) throws Exception {
        startLoad();
        for (int i = 0; i < CYCLES; i++) {
            fault.happen(cluster.nodes().get(i % kinds.size()));
            load.awaitAcknowledged(MESSAGES);
        }
        load.finish()
                .requireNothingLost("%s, cluster of %s, %d times".formatted(name, kinds, CYCLES));
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
        ClusterView view = new ClusterView();
        assertNothingIsLostThrough(
                "rolling restart",
                node -> {
                    // Who sees nobody else has nowhere to send its clients.
                    view.await(cluster.nodes(), kinds.size());
                    node.terminate();
                    load.awaitAcknowledged(MESSAGES);
                    node.start();
                });
    }

    @Test
    void whenNodesCannotReachEachOther() throws Exception {
        ClusterView view = new ClusterView();
        assertNothingIsLostThrough(
                "partition",
                node -> {
                    cluster.part();
                    view.await(cluster.nodes(), 1);
                    load.awaitAcknowledged(MESSAGES);
                    cluster.join();
                    view.await(cluster.nodes(), kinds.size());
                });
    }

    @Test
    void whenThousandsLoseTheirNodeAtOnce() throws Exception {
        load = HistoryLoad.storm(cluster.urls(), key.file(), CROWD);
        load.awaitAmount("live", CROWD);
        long millis = 0;
        for (int i = 0; i < CYCLES; i++) {
            load.awaitAcknowledged(MESSAGES);
            int fullest = fullest();
            ClusterNode node = cluster.nodes().get(fullest);
            int back = load.amount("rejoins") + load.amount("on-" + fullest);
            long begun = System.nanoTime();
            node.kill();
            load.awaitAmount("rejoins", back);
            load.awaitAmount("live", CROWD);
            millis += TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
            load.awaitAcknowledged(MESSAGES);
            node.start();
        }
        load.finish()
                .requireNothingLost(
                        "storm of %d, cluster of %s, %d times, back after %d ms"
                                .formatted(CROWD, kinds, CYCLES, millis / CYCLES));
    }

    /** The node that has most of the crowd. */
    private int fullest() {
        return IntStream.range(0, kinds.size())
                .boxed()
                .max(Comparator.comparing(node -> load.amount("on-" + node)))
                .orElseThrow();
    }

    @Test
    void whenTheDatabaseIsRestarted() throws Exception {
        assertNothingIsLostThrough(
                "database restart",
                node -> {
                    cluster.stopDatabase();
                    load.awaitUnavailable(1);
                    cluster.startDatabase();
                });
    }
}
