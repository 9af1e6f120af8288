package dev.parley.it;

import dev.parley.harness.run.NodeTests;
import dev.parley.harness.war.Deployments;
import dev.parley.harness.war.PortalService;
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

/** What comes from the server side: feeds, publishing by bean and by REST. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class RealtimeIT {

    @ArquillianResource private URL server;

    @Deployment(testable = false)
    static WebArchive war() {
        return Deployments.war(
                        Map.of(
                                "parley.channels.max", "5",
                                "parley.cors.origins", "https://portal.example",
                                "parley.channels.rules",
                                        "price:*=*; account:{sub}=*; desk:**=traders,service"))
                .addClasses(PortalService.class, PortalService.Wanted.class)
                .addClasses(PortalService.Price.class, PortalService.Block.class)
                .addClasses(PortalService.Move.class, PortalService.Say.class)
                .addClass(PortalService.Who.class);
    }

    @Test
    void clientsOfTheRealtimeDocumentHearWhatTheySubscribedTo() throws Exception {
        NodeTests.against(server).run("tests/documents/realtime-patterns.test.mjs");
    }

    @Test
    @Tag("database")
    void theServicesOfAPortalReachClientsByTheBean() throws Exception {
        NodeTests.against(server).run("tests/server/publisher.test.mjs");
    }

    @Test
    @Tag("database")
    void otherServicesReachClientsByRest() throws Exception {
        NodeTests.against(server).run("tests/server/rest.test.mjs");
    }
}
