package dev.parley.it;

import java.net.URL;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A gateway that was added to the WAR, as clients see it; and what a slow handler may cost. */
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
                .addClasses(OrdersGateway.class, OrdersGateway.Order.class)
                .addClass(OrdersGateway.Heavy.class);
    }

    @Test
    void anAddedGatewayServesItsNamespaceAndHoldsBackAFlood() throws Exception {
        NodeTests.against(server).run("gateway.test.mjs");
    }

    @Test
    void clientsOfThePlainDoorGetWhatTheProtocolSays() throws Exception {
        NodeTests.against(server).run("plain.test.mjs");
    }
}
