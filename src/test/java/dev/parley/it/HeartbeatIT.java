package dev.parley.it;

import dev.parley.harness.run.NodeTests;
import dev.parley.harness.war.ConformanceWar;
import java.net.URL;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The heartbeat of Engine.IO, with the settings of the official suites. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class HeartbeatIT {

    @ArquillianResource private URL server;

    @Deployment(testable = false)
    static WebArchive war() {
        // The suites' own 200 ms are too short for a pong on a busy machine.
        return ConformanceWar.with(Map.of("parley.ping-timeout", "1s"));
    }

    @Test
    void clientsArePingedAndGivenUpAsTheProtocolSays() throws Exception {
        NodeTests.against(server).run("tests/protocols/heartbeat.test.mjs");
    }
}
