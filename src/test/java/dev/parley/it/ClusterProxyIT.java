package dev.parley.it;

import dev.parley.fault.Cluster;
import dev.parley.fault.HistoryLoad;
import dev.parley.fault.ProxyProcess;
import dev.parley.fault.ServerProcess;
import dev.parley.fault.SigningKey;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A cluster behind nginx and behind HAProxy, with the examples that admins get ({@code
 * server-config/proxy}): a WildFly and an Open Liberty, or other nodes ({@code
 * -Dparley.proxy.nodes=liberty,wildfly}).
 */
@Tag("cluster")
@Tag("proxy")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ClusterProxyIT {

    private static final int PROXY_PORT = 8600;
    private static final List<String> KINDS =
            List.of(System.getProperty("parley.proxy.nodes", "wildfly,liberty").split(","));

    /** Messages before and after a fault: enough that all clients are at work. */
    private static final int MESSAGES = 60;

    private static final Requisite PROXIES =
            new Requisite("Proxies", Path.of("src/test/proxy/install.sh"));

    @TempDir private static Path keys;
    @TempDir private Path folder;

    private static SigningKey key;
    private static Cluster cluster;

    @BeforeAll
    static void startNodes() throws Exception {
        PROXIES.require();
        key = SigningKey.in(keys);
        cluster =
                Cluster.start(
                        KINDS,
                        Map.of(
                                "PARLEY_DEV_ENABLED", "true",
                                "PARLEY_DEV_KEY_FILE", key.privateKey().toString(),
                                // What the tokens of the load name.
                                "MP_JWT_VERIFY_ISSUER", "test",
                                // What HAProxy goes by.
                                "PARLEY_COOKIE_NAME", "io"));
    }

    @AfterAll
    static void stopNodes() throws Exception {
        if (cluster != null) {
            cluster.close();
        }
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
                    .run("proxy.test.mjs");
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
                        HistoryLoad.against(List.of(proxy.url()), key.privateKey(), transports)) {
            load.awaitAcknowledged(MESSAGES);
            for (ServerProcess node : cluster.nodes()) {
                node.kill();
                load.awaitAcknowledged(MESSAGES);
                node.start();
                load.awaitAcknowledged(MESSAGES);
            }
            load.finish()
                    .requireNothingLost(
                            "kill -9 behind %s, %s, nodes %s".formatted(kind, transports, KINDS));
        }
    }
}
