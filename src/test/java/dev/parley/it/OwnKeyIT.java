package dev.parley.it;

import dev.parley.docs.Snippets;
import dev.parley.harness.war.Deployments;
import java.net.URL;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A server with its own key, set up by the snippets of {@code docs/getting-started.md}. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class OwnKeyIT {

    private static final Snippets SNIPPETS =
            Snippets.of(Path.of("docs/getting-started.md"), "Your own key");

    @ArquillianResource private URL server;

    @Deployment(testable = false)
    static WebArchive war() throws Exception {
        Map<String, String> settings = new LinkedHashMap<>(SNIPPETS.settings());
        // Overrides the system property that puts the tests' servers into development mode.
        settings.put("config_ordinal", "500");
        return Deployments.war(settings);
    }

    @Test
    void theSnippetsForAnOwnKeyRunAsPrinted() throws Exception {
        SNIPPETS.run(server);
    }
}
