package dev.parley.it;

import dev.parley.harness.run.NodeTests;
import dev.parley.harness.war.Deployments;
import java.net.URL;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A node that sends its clients away; in a deployment of its own, as it does that only once. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class DrainIT {

    @ArquillianResource private URL server;

    @Deployment(testable = false)
    static WebArchive war() {
        return Deployments.war(Map.of("parley.drain.spread", "1s"));
    }

    @Test
    void aNodeThatDrainsSendsItsClientsToOthers() throws Exception {
        NodeTests.against(server, Map.of("PARLEY_HEALTH", System.getProperty("parley.health")))
                .run("tests/server/drain.test.mjs");
    }
}
