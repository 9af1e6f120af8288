package dev.parley.fault;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
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

    private static final int FIRST_PORT = 8620;
    private static final int DATABASE_PORT = 8610;
    private static final int CLUSTER_PORT = 8650;

    /** Where the nodes reach each other, if they can. */
    private static final int LINK_PORT = 8670;

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

    private static final List<ServerProcess> NODES = new ArrayList<>();
    private static final List<NetworkLink> LINKS = new ArrayList<>();
    private static SigningKey key;
    private static Postgres postgres;
    private HistoryLoad load;

    @BeforeAll
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    static void startNodes() throws Exception {
        key = SigningKey.in(folder);
        postgres = Postgres.start(DATABASE_PORT);
        Map<String, String> environment = new HashMap<>();
        environment.put("MP_JWT_VERIFY_PUBLICKEY_LOCATION", key.publicKey().toUri().toString());
        environment.put("PARLEY_RATE_LIMIT", "1000000");
        environment.put("DB_DRIVER", "postgresql");
        environment.put("DB_USER", "parley");
        environment.put("DB_PASSWORD", "parley");
        environment.put(
                "DB_URL",
                "jdbc:postgresql://127.0.0.1:" + DATABASE_PORT + "/parley?socketTimeout=5");
        environment.put("PARLEY_CLUSTER_BIND_ADDRESS", "127.0.0.1");
        // Or a thousand who come are told to a thousand.
        environment.put("PARLEY_PRESENCE_SCOPE", "rooms");
        for (String kind : KINDS) {
            int number = NODES.size() + 1;
            link(number, environment);
            ServerProcess node =
                    ServerProcess.prepare(
                            kind, "node" + number, FIRST_PORT + 5 * number, environment);
            NODES.add(node);
            node.start();
        }
    }

    /**
     * Tells a node its port, and the others another one that leads there. Only what nodes tell each
     * other goes that way: the sockets by which they find out that a process has died do not, and
     * nobody closes them while a link is cut, as in a network.
     */
    private static void link(int number, Map<String, String> environment) throws IOException {
        LINKS.add(NetworkLink.open(LINK_PORT + number, CLUSTER_PORT + number));
        environment.put("PARLEY_CLUSTER_PORT", Integer.toString(CLUSTER_PORT + number));
        environment.put(
                "JAVA_TOOL_OPTIONS",
                "-Djgroups.external_addr=127.0.0.1 -Djgroups.external_port="
                        + (LINK_PORT + number));
    }

    private static List<String> urls() {
        return NODES.stream().map(ServerProcess::url).toList();
    }

    private void startLoad() throws Exception {
        load = HistoryLoad.against(urls(), key.privateKey());
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
        for (ServerProcess node : NODES) {
            node.close();
        }
        for (NetworkLink link : LINKS) {
            link.close();
        }
        if (postgres != null) {
            postgres.close();
        }
    }

    /** To one node after the other. */
    private void assertNothingIsLostThrough(String name, Fault fault) throws Exception {
        startLoad();
        for (int i = 0; i < CYCLES; i++) {
            fault.happen(NODES.get(i % NODES.size()));
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
                    LINKS.forEach(NetworkLink::cut);
                    view.await(NODES, 1);
                    load.awaitAcknowledged(MESSAGES);
                    LINKS.forEach(NetworkLink::mend);
                    view.await(NODES, NODES.size());
                });
    }

    @Test
    void whenThousandsLoseTheirNodeAtOnce() throws Exception {
        load = HistoryLoad.storm(urls(), key.privateKey(), CROWD);
        load.awaitAmount("live", CROWD);
        long millis = 0;
        for (int i = 0; i < CYCLES; i++) {
            load.awaitAcknowledged(MESSAGES);
            ServerProcess node = NODES.get(i % NODES.size());
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
                    postgres.stop();
                    load.awaitUnavailable(1);
                    postgres.startAgain();
                });
    }
}
