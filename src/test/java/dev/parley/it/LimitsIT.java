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

/** What the limits that an admin sets do, in a deployment where they are small. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class LimitsIT {

    private static final String PATH = "/limited.io";

    @ArquillianResource private URL server;

    @Deployment(testable = false)
    static WebArchive war() {
        return Deployments.war(
                Map.ofEntries(
                        Map.entry("parley.path", PATH),
                        Map.entry("parley.recovery.window", "5s"),
                        Map.entry("parley.transports", "websocket"),
                        Map.entry("parley.text.max-length", "20"),
                        Map.entry("parley.max-payload", "2KiB"),
                        Map.entry("parley.max-payload-unjoined", "1536"),
                        Map.entry("parley.max-head", "8KiB"),
                        Map.entry("parley.rate.limit", "30"),
                        Map.entry("parley.broadcast.limit", "2"),
                        Map.entry("parley.max-connections-per-user", "3"),
                        Map.entry("parley.auth.anonymous", "true"),
                        Map.entry("parley.rooms.auto-create", "false"),
                        Map.entry("parley.rooms.capacity", "4"),
                        Map.entry("parley.rooms.max-joined", "3"),
                        Map.entry("parley.rooms.max-owned", "3"),
                        Map.entry("parley.rooms.max-created", "5"),
                        Map.entry("parley.errors.exception-event", "false"),
                        Map.entry("parley.presence.scope", "rooms"),
                        Map.entry("parley.history.page", "5"),
                        Map.entry("parley.recovery.limit", "7"),
                        Map.entry("parley.page.bytes", "4KiB"),
                        Map.entry("parley.page.bytes-at-once", "8KiB"),
                        Map.entry("parley.connect-timeout", "5s"),
                        Map.entry("parley.inbox.events", "4"),
                        Map.entry("mp.jwt.token.header", "Cookie"),
                        Map.entry("mp.jwt.token.cookie", "portal"),
                        Map.entry("parley.cors.origins", "https://portal.example")));
    }

    @Test
    void theServerKeepsToTheLimitsThatAreConfigured() throws Exception {
        NodeTests.against(server, Map.of("PARLEY_PATH", PATH)).run("tests/server/limits.test.mjs");
    }
}
