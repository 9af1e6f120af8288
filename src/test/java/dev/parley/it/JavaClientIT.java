package dev.parley.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.harness.client.JavaClient;
import dev.parley.harness.client.TestUser;
import dev.parley.harness.war.Deployments;
import dev.parley.harness.war.OrdersGateway;
import io.socket.client.Socket;
import java.net.URL;
import java.time.Duration;
import java.util.stream.Stream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.json.JSONObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What an unmodified {@code socket.io-client} in Java sees of the server. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class JavaClientIT {

    @ArquillianResource private URL server;

    @Deployment(testable = false)
    static WebArchive war() {
        return Deployments.war()
                .addClasses(OrdersGateway.class, OrdersGateway.Order.class)
                .addClasses(OrdersGateway.Heavy.class, OrdersGateway.Parcel.class);
    }

    @Test
    void aJavaClientIsGreetedByItsName() throws Exception {
        TestUser user = TestUser.on(server);
        try (JavaClient client = JavaClient.dial(server, user.token())) {
            JSONObject greeting = client.next("connected");
            assertEquals(user.id(), greeting.getString("userId"));
            assertEquals(user.name(), greeting.getString("username"));
            assertEquals(client.id(), greeting.getString("clientId"));
        }
    }

    static Stream<Arguments> transports() {
        return Stream.of(
                Arguments.of((Object) new String[] {"websocket"}),
                Arguments.of((Object) new String[] {"polling"}),
                Arguments.of((Object) new String[] {"polling", "websocket"}));
    }

    @ParameterizedTest
    @MethodSource("transports")
    void aJavaClientChatsOverEachTransport(String[] transports) throws Exception {
        JSONObject in = in(TestUser.unique("room"));
        try (JavaClient alice = dial("chat", transports);
                JavaClient bob = dial("chat", transports)) {
            alice.ask("join_room", in);
            bob.ask("join_room", in);
            for (int i = 0; i < 20; i++) {
                alice.emit("send_message", new JSONObject(in.toString()).put("text", "é😀" + i));
            }
            for (int i = 0; i < 20; i++) {
                assertEquals("é😀" + i, bob.next("new_message").getString("text"));
            }
        }
    }

    @Test
    void aJavaClientChangesOverToAWebSocketAndGoesOn() throws Exception {
        try (JavaClient client = dial("chat", new String[] {"polling", "websocket"})) {
            assertTimeoutPreemptively(
                    Duration.ofSeconds(20),
                    () -> {
                        while (!client.hasHeardOverWebSocket()) {
                            client.ask("ping", new JSONObject());
                        }
                    });
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void bytesAndAnswersGoBothWaysWithAJavaClient(String[] transports) throws Exception {
        byte[] content = {0, 1, 2, 127, -128, -1};
        try (JavaClient client = dial("orders", transports)) {
            JSONObject parcel = new JSONObject().put("label", "small").put("content", content);
            assertArrayEquals(content, (byte[]) client.ask("return_parcel", parcel).get("content"));
            assertArrayEquals(content, (byte[]) client.next("parcel").get("content"));
            client.answer("really", "sure? yes");
            assertEquals("sure? yes", client.ask("confirm").getString("answer"));
        }
    }

    private JavaClient dial(String namespace, String[] transports) throws Exception {
        return JavaClient.dial(server, namespace, TestUser.on(server).token(), transports);
    }

    @Test
    void twoJavaClientsChat() throws Exception {
        String room = TestUser.unique("room");
        TestUser user = TestUser.on(server);
        try (JavaClient alice = JavaClient.connected(server, user);
                JavaClient bob = JavaClient.connected(server, TestUser.on(server))) {
            alice.ask("join_room", in(room));
            bob.ask("join_room", in(room));
            JSONObject ack = alice.ask("send_message", in(room).put("text", "hello"));
            JSONObject message = bob.next("new_message");
            assertTrue(ack.getBoolean("sent"));
            assertEquals(ack.getString("messageId"), message.getString("id"));
            assertEquals("hello", message.getString("text"));
            assertEquals(user.id(), message.getString("userId"));
        }
    }

    @Test
    void aJavaClientFindsTheHistoryWhenItJoins() throws Exception {
        String room = TestUser.unique("room");
        try (JavaClient alice = JavaClient.connected(server, TestUser.on(server));
                JavaClient bob = JavaClient.connected(server, TestUser.on(server))) {
            alice.ask("join_room", in(room));
            alice.ask("send_message", in(room).put("text", "before"));
            JSONObject page = bob.ask("join_room", in(room));
            assertEquals("before", page.getJSONArray("messages").getJSONObject(0).get("text"));
        }
    }

    @Test
    void aJavaClientGetsAnErrorAsItsAck() throws Exception {
        try (JavaClient client = JavaClient.connected(server, TestUser.on(server))) {
            JSONObject answer = client.ask("no_such_event", new JSONObject());
            assertEquals("error", answer.getString("status"));
            assertEquals("UNKNOWN_EVENT", answer.getString("code"));
        }
    }

    @Test
    void aJavaClientGetsAnErrorAsAnEvent() throws Exception {
        try (JavaClient client = JavaClient.connected(server, TestUser.on(server))) {
            client.emit("no_such_event", new JSONObject());
            JSONObject error = client.next("error");
            assertEquals("UNKNOWN_EVENT", error.getString("code"));
            assertEquals("no_such_event", error.getString("event"));
        }
    }

    @Test
    void aJavaClientWithoutATokenIsUnauthorized() throws Exception {
        try (JavaClient client = JavaClient.dial(server, null)) {
            JSONObject refusal = client.next(Socket.EVENT_CONNECT_ERROR);
            assertEquals("Unauthorized", refusal.getString("message"));
            assertEquals("UNAUTHORIZED", refusal.getJSONObject("data").getString("code"));
        }
    }

    @Test
    void aJavaClientComesBackAndRecoversWhatItMissed() throws Exception {
        String room = TestUser.unique("room");
        try (JavaClient alice = JavaClient.connected(server, TestUser.on(server));
                JavaClient bob = JavaClient.connected(server, TestUser.on(server))) {
            alice.ask("join_room", in(room));
            JSONObject joined = bob.ask("join_room", in(room));
            String before = bob.id();
            bob.cutTransport();
            bob.nextOf(Socket.EVENT_DISCONNECT);
            alice.ask("send_message", in(room).put("text", "missed"));
            assertNotEquals(before, bob.next("connected").getString("clientId"));
            JSONObject back =
                    bob.ask(
                            "join_room",
                            in(room).put("since", joined.getInt("lastSeq"))
                                    .put("epoch", joined.getString("epoch")));
            assertTrue(back.getBoolean("recovered"));
            assertEquals("missed", back.getJSONArray("messages").getJSONObject(0).get("text"));
        }
    }

    private static JSONObject in(String room) throws Exception {
        return new JSONObject().put("roomId", room);
    }
}
