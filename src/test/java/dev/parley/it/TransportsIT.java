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

/** A server whose ways for clients are not the usual ones. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class TransportsIT {

    private static final String PATH = "/portal/io";

    @ArquillianResource private URL server;

    @Deployment(testable = false)
    static WebArchive war() {
        return Deployments.war(
                Map.of(
                        "parley.path", PATH,
                        "parley.transports", "polling",
                        "parley.cookie.name", "node",
                        "parley.cookie.path", "/portal",
                        "parley.cookie.same-site", "Strict",
                        "parley.recovery.window", "0s",
                        "parley.serve-client", "false"));
    }

    @Test
    void clientsFindTheWaysThatAreConfigured() throws Exception {
        NodeTests.against(server, Map.of("PARLEY_PATH", PATH, "PARLEY_TRANSPORTS", "polling"))
                .run("tests/protocols/transports.test.mjs");
    }
}
