package dev.parley.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.harness.client.RawClient;
import dev.parley.harness.client.TestUser;
import dev.parley.harness.run.NodeTests;
import dev.parley.harness.run.PythonTests;
import dev.parley.harness.server.ServerLog;
import dev.parley.harness.war.ClubPolicy;
import dev.parley.harness.war.Deployments;
import dev.parley.harness.war.FailingGuard;
import dev.parley.harness.war.OrdersGateway;
import dev.parley.harness.war.PortalService;
import dev.parley.harness.war.WelcomeGateway;
import java.net.URL;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A gateway that was added to the WAR, as clients of all kinds see it; and what a slow handler may
 * cost.
 */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class GatewayIT {

    private static final List<String> TRANSPORTS =
            List.of("websocket", "polling", "polling,websocket");

    @ArquillianResource private URL server;

    @Deployment(testable = false)
    static WebArchive war() {
        return Deployments.war(
                        Map.of(
                                "parley.rate.limit", "100000",
                                "parley.ping-interval", "2s",
                                "parley.ping-timeout", "2s"))
                .addClasses(
                        FailingGuard.class,
                        OrdersGateway.class,
                        WelcomeGateway.class,
                        PortalService.class,
                        ClubPolicy.class);
    }

    @Test
    void anAddedGatewayAndThePlainDoorServeTheirClients() throws Exception {
        NodeTests.against(server)
                .run("tests/server/gateway.test.mjs", "tests/protocols/plain.test.mjs");
    }

    @Test
    void thePolicyOfAPortalDecidesOnRooms() throws Exception {
        NodeTests.against(server).run("tests/server/policy.test.mjs");
    }

    @Test
    void aGuardThatFailsCostsOneLineOfTheLogHoweverManyTryToConnect() throws Exception {
        TestUser user = TestUser.on(server);
        ServerLog log = ServerLog.now();
        assertEquals(503, RawClient.plainRefusal(server, "/ws/broken", user).statusCode());
        try (RawClient client = RawClient.open(server)) {
            client.send("40/broken,{\"token\":\"" + user.token() + "\"}");
            assertEquals(1013, client.closeCode());
        }
        List<String> lines = log.complaints();
        assertEquals(1, lines.size(), lines::toString);
        assertFalse(log.text().contains("\tat "), "there is a stack trace");
        assertTrue(
                lines.get(0).contains("IllegalStateException: a bug of the portal at "),
                lines::toString);
    }

    /** The first that spoke this protocol, one of the middle, and the present one. */
    @Test
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void javaScriptClientsOldAndNewAreServedOverEachTransport() throws Exception {
        List<Map<String, String>> variants =
                Stream.of("socket.io-client-4.0", "socket.io-client-4.5", "socket.io-client")
                        .flatMap(
                                client ->
                                        TRANSPORTS.stream()
                                                .map(
                                                        transports ->
                                                                Map.of(
                                                                        "PARLEY_CLIENT",
                                                                        client,
                                                                        "PARLEY_TRANSPORTS",
                                                                        transports)))
                        .toList();
        NodeTests.against(server).runEach(variants, "tests/protocols/versions.test.mjs");
    }

    @Test
    void pythonClientsAreServedOverEachTransport() throws Exception {
        PythonTests.run(server, TRANSPORTS);
    }
}
