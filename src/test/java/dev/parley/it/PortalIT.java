package dev.parley.it;

import dev.parley.harness.run.Chromium;
import dev.parley.harness.run.NodeTests;
import dev.parley.harness.war.Deployments;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The portal page and other sites' pages in a real browser; leaves screenshots behind. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class PortalIT {

    @ArquillianResource private URL server;

    @Deployment(testable = false)
    static WebArchive war() {
        return Deployments.war(Map.of("parley.cors.origins", "http://localhost:18099"));
    }

    private NodeTests inABrowser() throws Exception {
        Map<String, String> environment =
                Map.of(
                        "CHROMIUM",
                        Chromium.executable(),
                        "PARLEY_SCREENSHOTS",
                        System.getProperty("parley.screenshots", "target/screenshots"));
        return NodeTests.against(server, environment);
    }

    @Test
    @Timeout(value = 14, unit = TimeUnit.MINUTES)
    void peopleChatOnThePortalPage() throws Exception {
        List<String> files = new ArrayList<>();
        files.add("tests/portal/chatting.test.mjs");
        files.add("tests/portal/changing-messages.test.mjs");
        // In these, nothing depends on the server.
        if ("wildfly".equals(System.getProperty("parley.server"))) {
            files.add("tests/portal/accessibility.test.mjs");
            files.add("tests/portal/pictures.test.mjs");
        }
        // One browser at a time: several of them, on two cores, are too slow for the page's
        // timeouts.
        inABrowser().runInOrder(files.toArray(String[]::new));
    }
}
