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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @ValueSource(strings = {"websocket", "polling", "polling,websocket"})
    void whoComesAndGoesGetsEachMessageOnceAndInOrder(String transports) throws Exception {
        NodeTests.against(server, Map.of("PARLEY_TRANSPORTS", transports))
                .run("tests/chat/churn.test.mjs");
    }

    @Test
    void theCheckerOfThatFindsWhatIsPlanted() throws Exception {
        NodeTests.against(server).run("tests/harness/history-checker.test.mjs");
    }
}
