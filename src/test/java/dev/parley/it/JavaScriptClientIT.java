package dev.parley.it;

import dev.parley.harness.run.NodeTests;
import dev.parley.harness.war.Deployments;
import java.net.URL;
import java.util.Map;
import java.util.stream.Stream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What an unmodified {@code socket.io-client} in JavaScript sees of the server: over a WebSocket,
 * over HTTP long polling, and as it does by default, with an upgrade from one to the other.
 */
@Tag("database")
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class JavaScriptClientIT {

    @ArquillianResource private URL server;

    @Deployment(testable = false)
    static WebArchive war() {
        return Deployments.war();
    }

    static Stream<String> transports() {
        // The transport is nothing to the database.
        return "postgresql".equals(System.getProperty("parley.database"))
                ? Stream.of("polling,websocket")
                : Stream.of("websocket", "polling", "polling,websocket");
    }

    private NodeTests over(String transports) {
        return NodeTests.against(server, Map.of("PARLEY_TRANSPORTS", transports));
    }

    @ParameterizedTest
    @MethodSource("transports")
    void javaScriptClientsConnectAndAreRefusedAsTheProtocolSays(String transports)
            throws Exception {
        over(transports).run("tests/protocols/connect.test.mjs");
    }

    @ParameterizedTest
    @MethodSource("transports")
    void javaScriptClientsThatSpeakSnakeCaseGetTheShapesOfTheProtocol(String transports)
            throws Exception {
        over(transports).run("tests/chat/rooms-snake.test.mjs");
    }

    @ParameterizedTest
    @MethodSource("transports")
    void javaScriptClientsThatSpeakKebabCaseGetTheShapesOfTheProtocol(String transports)
            throws Exception {
        over(transports).run("tests/chat/rooms-kebab.test.mjs");
    }

    @ParameterizedTest
    @MethodSource("transports")
    void javaScriptClientsThatComeBackFindWhatTheyMissed(String transports) throws Exception {
        over(transports).run("tests/chat/recovery.test.mjs");
    }

    @ParameterizedTest
    @MethodSource("transports")
    void javaScriptClientsGetTheErrorsOfTheProtocol(String transports) throws Exception {
        over(transports).run("tests/chat/errors.test.mjs");
    }

    @ParameterizedTest
    @MethodSource("transports")
    void javaScriptClientsGetEveryMessageOnceAndInOrder(String transports) throws Exception {
        over(transports).run("tests/chat/delivery.test.mjs");
    }

    @ParameterizedTest
    @MethodSource("transports")
    void javaScriptClientsAreToldWhoComesAndGoes(String transports) throws Exception {
        over(transports).run("tests/chat/presence.test.mjs");
    }

    @ParameterizedTest
    @MethodSource("transports")
    void javaScriptClientsCloseRooms(String transports) throws Exception {
        over(transports).run("tests/chat/closing.test.mjs");
    }

    @ParameterizedTest
    @MethodSource("transports")
    void javaScriptClientsEditDeleteAndReact(String transports) throws Exception {
        over(transports).run("tests/chat/changes.test.mjs");
    }
}
