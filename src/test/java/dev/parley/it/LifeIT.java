package dev.parley.it;

import dev.parley.harness.run.NodeTests;
import dev.parley.harness.war.Deployments;
import dev.parley.harness.war.OrdersGateway;
import java.net.URL;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What ends: tokens, rooms, connections; in a deployment where it does not take long. */
@Tag("database")
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class LifeIT {

    @ArquillianResource private URL server;

    @Deployment(testable = false)
    static WebArchive war() {
        return Deployments.war(
                        Map.of(
                                "parley.auth.warn", "2s",
                                "parley.auth.grace", "1s",
                                "parley.rooms.idle-cleanup", "1s",
                                "parley.debug", "true"))
                .addClasses(OrdersGateway.class, OrdersGateway.Order.class)
                .addClass(OrdersGateway.Heavy.class);
    }

    @Test
    void tokensEndAndRoomsThatNobodyNeedsAreRemoved() throws Exception {
        // The database does not see tokens.
        String[] files =
                "postgresql".equals(System.getProperty("parley.database"))
                        ? new String[] {"tests/server/idle.test.mjs"}
                        : new String[] {
                            "tests/server/token.test.mjs", "tests/server/idle.test.mjs"
                        };
        // In order: tokens that live for seconds expire early beside a second file on two cores.
        NodeTests.against(server).runInOrder(files);
    }
}
