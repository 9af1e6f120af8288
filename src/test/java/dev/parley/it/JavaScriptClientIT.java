package dev.parley.it;

import dev.parley.docs.Snippets;
import dev.parley.harness.run.NodeTests;
import dev.parley.harness.war.Deployments;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
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

/**
 * What an unmodified {@code socket.io-client} in JavaScript sees of the server: over a WebSocket,
 * over HTTP long polling, and as it does by default, with an upgrade from one to the other.
 */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class JavaScriptClientIT {

    /** What depends on the database. */
    private static final String[] STORED = {
        "tests/chat/recovery.test.mjs",
        "tests/chat/delivery.test.mjs",
        "tests/chat/changes.test.mjs",
    };

    /** What depends on the transport. */
    private static final String[] TRANSPORTED = {
        "tests/protocols/connect.test.mjs",
        "tests/chat/recovery.test.mjs",
        "tests/chat/delivery.test.mjs",
        "tests/chat/presence.test.mjs",
        "tests/chat/closing.test.mjs",
    };

    private static final String[] ALL = {
        "tests/protocols/connect.test.mjs",
        "tests/chat/rooms-snake.test.mjs",
        "tests/chat/rooms-kebab.test.mjs",
        "tests/chat/recovery.test.mjs",
        "tests/chat/errors.test.mjs",
        "tests/chat/delivery.test.mjs",
        "tests/chat/presence.test.mjs",
        "tests/chat/closing.test.mjs",
        "tests/chat/changes.test.mjs",
    };

    @ArquillianResource private URL server;

    @Deployment(testable = false)
    static WebArchive war() {
        return Deployments.war();
    }

    @Test
    @Tag("database")
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void javaScriptClientsGetWhatTheProtocolSays() throws Exception {
        NodeTests tests = NodeTests.against(server);
        if ("postgresql".equals(System.getProperty("parley.database"))) {
            tests.runEach(NodeTests.transports("polling,websocket"), STORED);
        } else {
            tests.runEach(NodeTests.transports("polling,websocket"), ALL);
            tests.runEach(NodeTests.transports("websocket", "polling"), TRANSPORTED);
        }
    }

    @Test
    void theSnippetsOfGettingStartedRunAsPrinted() throws Exception {
        Path page = Path.of("docs/getting-started.md");
        for (String section : List.of("Socket.IO", "Plain WebSocket", "curl")) {
            Snippets.of(page, section).run(server);
        }
    }

    @Test
    void theClientOfTheReadmeRunsAsPrinted() throws Exception {
        Snippets.of(Path.of("README.md"), "A client in fifteen lines").run(server);
    }
}
