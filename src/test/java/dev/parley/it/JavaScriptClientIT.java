package dev.parley.it;

import java.net.URL;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What an unmodified {@code socket.io-client} in JavaScript sees of the server. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class JavaScriptClientIT {

    @ArquillianResource private URL server;

    @Deployment(testable = false)
    static WebArchive war() {
        return Deployments.war();
    }

    @Test
    void javaScriptClientsConnectAndAreRefusedAsTheProtocolSays() throws Exception {
        NodeTests.against(server).run("connect.test.mjs");
    }

    @Test
    void javaScriptClientsThatSpeakSnakeCaseGetTheShapesOfTheProtocol() throws Exception {
        NodeTests.against(server).run("rooms-snake.test.mjs");
    }

    @Test
    void javaScriptClientsThatSpeakKebabCaseGetTheShapesOfTheProtocol() throws Exception {
        NodeTests.against(server).run("rooms-kebab.test.mjs");
    }

    @Test
    void javaScriptClientsGetTheErrorsOfTheProtocol() throws Exception {
        NodeTests.against(server).run("errors.test.mjs");
    }

    @Test
    void javaScriptClientsGetEveryMessageOnceAndInOrder() throws Exception {
        NodeTests.against(server).run("delivery.test.mjs");
    }

    @Test
    void javaScriptClientsThatComeBackFindWhatTheyMissed() throws Exception {
        NodeTests.against(server).run("recovery.test.mjs");
    }

    @Test
    void javaScriptClientsAreToldWhoComesAndGoes() throws Exception {
        NodeTests.against(server).run("presence.test.mjs");
    }

    @Test
    void javaScriptClientsCloseRooms() throws Exception {
        NodeTests.against(server).run("closing.test.mjs");
    }
}
