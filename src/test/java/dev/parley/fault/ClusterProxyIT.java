package dev.parley.fault;

import dev.parley.harness.cluster.Cluster;
import dev.parley.harness.cluster.ClusterNode;
import dev.parley.harness.cluster.ProxyProcess;
import dev.parley.harness.cluster.SharedCluster;
import dev.parley.harness.run.HistoryLoad;
import dev.parley.harness.run.NodeTests;
import dev.parley.harness.run.Requisite;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A cluster behind nginx and behind HAProxy, with the examples that admins get ({@code
 * server-config/proxy}), which know two nodes: a WildFly and an Open Liberty, or the first two of
 * others ({@code -Dparley.fault.nodes=liberty,wildfly}).
 */
@Tag("cluster")
@Tag("proxy")
@ExtendWith(SharedCluster.Extension.class)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ClusterProxyIT {

    private static final int PROXY_PORT = 8600;

    /** Messages before and after a fault: enough that all clients are at work. */
    private static final int MESSAGES = 60;

    private static final Requisite PROXIES =
            new Requisite("Proxies", Path.of("src/test/install/proxies.sh"));

    @TempDir private Path folder;

    private final List<String> kinds;
    private final Cluster cluster;

    ClusterProxyIT(SharedCluster shared) {
        kinds = shared.kinds().subList(0, 2);
        cluster = shared.cluster();
    }

    @BeforeAll
    static void installProxies() throws Exception {
        PROXIES.require();
    }

    @BeforeEach
    void repair() throws Exception {
        cluster.repair();
    }

    private ProxyProcess start(String proxy) throws Exception {
        return ProxyProcess.start(proxy, PROXY_PORT, cluster.nodes(), folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nginx", "haproxy"})
    void clientsOfEveryTransportAreServed(String kind) throws Exception {
        try (ProxyProcess proxy = start(kind)) {
            NodeTests.against(
                            URI.create(proxy.url()).toURL(),
                            Map.of("PARLEY_PROXY", kind, "PARLEY_DEADLINE", "40000"))
                    .run("tests/protocols/proxy.test.mjs");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "nginx; websocket",
                "nginx; polling",
                "nginx; polling,websocket",
                "haproxy; websocket",
                "haproxy; polling",
                "haproxy; polling,websocket"
            })
    void nothingIsLostWhenNodesAreKilled(String kind, String transports) throws Exception {
        try (ProxyProcess proxy = start(kind);
                HistoryLoad load =
                        HistoryLoad.against(
                                List.of(proxy.url()), cluster.key().file(), transports)) {
            load.awaitAcknowledged(MESSAGES);
            for (ClusterNode node : cluster.nodes().subList(0, 2)) {
                node.kill();
                load.awaitAcknowledged(MESSAGES);
                node.start();
                load.awaitAcknowledged(MESSAGES);
            }
            load.finish()
                    .requireNothingLost(
                            "kill -9 behind %s, %s, nodes %s".formatted(kind, transports, kinds));
        }
    }
}
