package dev.parley.it;

import dev.parley.harness.run.NodeTests;
import dev.parley.harness.war.Deployments;
import java.net.URL;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The order of rooms for clients that come and go while many others write. */
@Tag("database")
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class StreamIT {

    @ArquillianResource private URL server;

    @Deployment(testable = false)
    static WebArchive war() {
        return Deployments.war(Map.of("parley.rate.limit", "1000000", "parley.rate.window", "1s"));
    }

    @Test
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void whoComesAndGoesGetsEachMessageOnceAndInOrder() throws Exception {
        // The database does not see the transport.
        String[] transports =
                "postgresql".equals(System.getProperty("parley.database"))
                        ? new String[] {"polling,websocket"}
                        : new String[] {"websocket", "polling", "polling,websocket"};
        // One after the other: the test needs the server's attention to find what it looks for.
        for (Map<String, String> each : NodeTests.transports(transports)) {
            NodeTests.against(server, each).run("tests/chat/churn.test.mjs");
        }
    }
}
