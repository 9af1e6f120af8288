package dev.parley.it;

import dev.parley.harness.run.NodeTests;
import dev.parley.harness.war.Deployments;
import dev.parley.harness.war.LogoutGateway;
import java.net.URL;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The clients of the documents that Parley was made from, each in its own naming and shapes. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class SourceDocumentsIT {

    @ArquillianResource private URL server;

    @Deployment(testable = false)
    static WebArchive war() {
        return Deployments.war(Map.of("parley.cors.origins", "*", "parley.max-connections", "30"))
                .addClass(LogoutGateway.class);
    }

    @Test
    void theClientsOfEachDocumentFindWhatItPromises() throws Exception {
        // One of them fills the server with connections.
        NodeTests.against(server)
                .runInOrder(
                        "tests/documents/nestjs-overview.test.mjs",
                        "tests/documents/nestjs-chapter.test.mjs",
                        "tests/documents/gateway-card.test.mjs",
                        "tests/documents/websocket-service.test.mjs");
    }
}
