package dev.parley.it;

import dev.parley.harness.run.NodeTests;
import dev.parley.harness.run.PythonTests;
import dev.parley.harness.war.ClubPolicy;
import dev.parley.harness.war.Deployments;
import dev.parley.harness.war.OrdersGateway;
import java.net.URL;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A gateway that was added to the WAR, as clients of all kinds see it; and what a slow handler may
 * cost.
 */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class GatewayIT {

    @ArquillianResource private URL server;

    @Deployment(testable = false)
    static WebArchive war() {
        return Deployments.war(
                        Map.of(
                                "parley.rate.limit", "100000",
                                "parley.ping-interval", "2s",
                                "parley.ping-timeout", "2s"))
                .addClasses(OrdersGateway.class, ClubPolicy.class);
    }

    @Test
    void anAddedGatewayServesItsNamespaceAndHoldsBackAFlood() throws Exception {
        NodeTests.against(server).run("tests/server/gateway.test.mjs");
    }

    @Test
    void thePolicyOfAPortalDecidesOnRooms() throws Exception {
        NodeTests.against(server).run("tests/server/policy.test.mjs");
    }

    /** The first that spoke this protocol, one of the middle, and the present one. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "socket.io-client-4.0 | websocket",
                "socket.io-client-4.0 | polling",
                "socket.io-client-4.0 | polling,websocket",
                "socket.io-client-4.5 | websocket",
                "socket.io-client-4.5 | polling",
                "socket.io-client-4.5 | polling,websocket",
                "socket.io-client     | websocket",
                "socket.io-client     | polling",
                "socket.io-client     | polling,websocket"
            })
    void javaScriptClientsOldAndNewAreServedOverEachTransport(String client, String transports)
            throws Exception {
        Map<String, String> environment =
                Map.of("PARLEY_CLIENT", client, "PARLEY_TRANSPORTS", transports);
        NodeTests.against(server, environment).run("tests/protocols/versions.test.mjs");
    }

    @ParameterizedTest
    @ValueSource(strings = {"websocket", "polling", "polling,websocket"})
    void pythonClientsAreServedOverEachTransport(String transports) throws Exception {
        PythonTests.run(server, transports);
    }

    @Test
    void clientsOfThePlainDoorGetWhatTheProtocolSays() throws Exception {
        NodeTests.against(server).run("tests/protocols/plain.test.mjs");
    }
}
