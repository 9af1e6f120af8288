package dev.parley.it;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.harness.run.NodeTests;
import dev.parley.harness.war.ConformanceWar;
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

/**
 * The protocols packet by packet, where pings are rare: what ends here does not end by a heartbeat
 * that was missed. {@code docs/conformance.md} has what is tried.
 */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class ConformanceIT {

    @ArquillianResource private URL server;

    @Deployment(testable = false)
    static WebArchive war() {
        return ConformanceWar.with(
                Map.of(
                        "parley.ping-interval", "25s",
                        "parley.ping-timeout", "20s",
                        "parley.max-payload", "2000",
                        "parley.upgrade-timeout", "1s",
                        // WildFly notices only then that a client has cut off its request.
                        "parley.body.timeout", "3s",
                        "parley.cookie.name", "io",
                        "parley.cors.origins", "https://portal.example"));
    }

    @Test
    void bothProtocolsAreAsTheySay() throws Exception {
        NodeTests.against(server)
                .run("tests/protocols/engineio.test.mjs", "tests/protocols/socketio.test.mjs");
    }

    @Test
    void theProductHasNothingOfTheConformanceTests() {
        assertTrue(
                Deployments.war().getContent().keySet().stream()
                        .noneMatch(path -> path.get().contains("conformance")));
    }
}
