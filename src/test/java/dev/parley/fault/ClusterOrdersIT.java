package dev.parley.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.harness.cluster.Cluster;
import dev.parley.harness.cluster.ClusterNode;
import dev.parley.harness.cluster.ClusterView;
import dev.parley.harness.cluster.PlainClient;
import dev.parley.harness.cluster.SharedCluster;
import dev.parley.harness.server.SigningKey;
import dev.parley.hub.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one node is told to do for all: PROTOCOL, section 6, in a cluster of both servers. */
@Tag("cluster")
@ExtendWith(SharedCluster.Extension.class)
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class ClusterOrdersIT {

    /** RFC 6455's registry: a client that gets it may reconnect at once. */
    private static final int SERVICE_RESTART = 1012;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Cluster cluster;
    private final SigningKey key;

    ClusterOrdersIT(SharedCluster shared) {
        cluster = shared.cluster();
        key = shared.cluster().key();
    }

    @BeforeEach
    void repair() throws Exception {
        cluster.repair();
    }

    private ClusterNode node(int index) {
        return cluster.nodes().get(index);
    }

    private PlainClient client(ClusterNode node, String user) throws Exception {
        return PlainClient.to(node, key.token(user, "user"));
    }

    /** Somebody whom no other test has. */
    private static String somebody() {
        return "user-" + UUID.randomUUID();
    }

    private String call(ClusterNode node, String method, String path, String body, int expected)
            throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(node.url() + "/api" + path))
                        .header("Authorization", "Bearer " + key.token("admin", "admin"))
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(body))
                        .timeout(Duration.ofSeconds(30))
                        .build();
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        assertEquals(expected, answer.statusCode(), answer.body());
        return answer.body();
    }

    /**
     * @param target whom it is for, as members of JSON
     */
    private void publish(ClusterNode node, String target, String event, String data)
            throws Exception {
        String body =
                "{\"namespace\":\"/chat\",%s,%s,\"data\":%s}"
                        .formatted(target, quoted("event", event), data);
        call(node, "POST", "/publish", body, 202);
    }

    private static String quoted(String name, String value) {
        return "\"%s\":\"%s\"".formatted(name, value);
    }

    /** A room of that name in which the client is. */
    private static void enter(PlainClient client, String roomId) throws Exception {
        String joined = client.ask("join_room", "{" + quoted("roomId", roomId) + "}");
        assertTrue(joined.contains("\"joined\":"), joined);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void whoeverIsDisconnectedIsSoOnAllNodesBeforeTheAnswer(int index) throws Exception {
        ClusterNode asked = node(index);
        ClusterNode other = node(1 - index);
        String ben = somebody();
        try (PlainClient here = client(asked, ben);
                PlainClient there = client(other, ben)) {
            here.await("\"connected\"");
            there.await("\"connected\"");
            String answer = call(asked, "POST", "/users/" + ben + "/disconnect", "", 200);
            assertTrue(answer.contains("\"disconnected\":2"), answer);
            String left = call(other, "GET", "/connections?user=" + ben, "", 200);
            assertTrue(left.contains("\"connections\":[]"), left);
            here.awaitClose();
            there.awaitClose();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aClosedRoomIsClosedOnAllNodesBeforeTheAnswer(int index) throws Exception {
        String roomId = "hall-" + UUID.randomUUID();
        try (PlainClient ben = client(node(1 - index), somebody())) {
            enter(ben, roomId);
            call(node(index), "DELETE", "/rooms/" + roomId, "", 204);
            // What his node sends after the answer comes after what it has sent before; and this
            // asks for nothing that takes time.
            ben.ask("ping", "{}");
            assertTrue(ben.hasHeard("\"room_closed\""));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void whatIsPublishedForAUserReachesHimOnTheOtherNode(int index) throws Exception {
        String ben = somebody();
        try (PlainClient there = client(node(1 - index), ben);
                PlainClient stranger = client(node(1 - index), somebody())) {
            there.await("\"connected\"");
            stranger.await("\"connected\"");
            publish(node(index), quoted("user", ben), "invoice_ready", "{\"number\":42}");
            assertTrue(there.await("\"invoice_ready\"").contains("42"));
            stranger.ask("list_rooms", "{}");
            assertFalse(stranger.hasHeard("invoice_ready"));
        }
    }

    private String connectionOf(String user) throws Exception {
        String found = call(node(0), "GET", "/connections?user=" + user, "", 200);
        return Json.read(found)
                .asJsonObject()
                .getJsonArray("connections")
                .getJsonObject(0)
                .getString("id");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void whatIsPublishedInARoomReachesTheOtherNodeButNotWhoIsExcepted(int index) throws Exception {
        String roomId = "hall-" + UUID.randomUUID();
        String carlId = somebody();
        try (PlainClient ben = client(node(1 - index), somebody());
                PlainClient carl = client(node(1 - index), carlId)) {
            enter(ben, roomId);
            enter(carl, roomId);
            publish(
                    node(index),
                    quoted("room", roomId) + "," + quoted("except", connectionOf(carlId)),
                    "lights_out",
                    "{\"at\":22}");
            assertTrue(ben.await("\"lights_out\"").contains("22"));
            carl.ask("ping", "{}");
            assertFalse(carl.hasHeard("lights_out"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void whatIsPublishedForAConnectionReachesNoOtherOfTheOtherNode(int index) throws Exception {
        String ben = somebody();
        try (PlainClient first = client(node(1 - index), ben)) {
            first.await("\"connected\"");
            String id = connectionOf(ben);
            try (PlainClient second = client(node(1 - index), ben)) {
                second.await("\"connected\"");
                publish(node(index), quoted("connection", id), "only_you", "{}");
                first.await("\"only_you\"");
                second.ask("ping", "{}");
                assertFalse(second.hasHeard("only_you"));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aConnectionOfTheOtherNodeIsEndedBeforeTheAnswer(int index) throws Exception {
        String ben = somebody();
        try (PlainClient there = client(node(1 - index), ben)) {
            there.await("\"connected\"");
            call(node(index), "DELETE", "/connections/" + connectionOf(ben), "", 204);
            String left = call(node(1 - index), "GET", "/connections?user=" + ben, "", 200);
            assertTrue(left.contains("\"connections\":[]"), left);
            there.awaitClose();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void whoIsOnlineAtTheOtherNodeIsOnline(int index) throws Exception {
        String ben = somebody();
        try (PlainClient there = client(node(1 - index), ben)) {
            there.await("\"connected\"");
            String found = call(node(index), "GET", "/presence/" + ben, "", 200);
            for (int tries = 0; found.contains("\"online\":false") && tries < 100; tries++) {
                // Nobody is told of it who shares no room with him.
                TimeUnit.MILLISECONDS.sleep(100);
                found = call(node(index), "GET", "/presence/" + ben, "", 200);
            }
            assertTrue(found.contains("\"online\":true"), found);
            String stats = call(node(index), "GET", "/stats", "", 200);
            int nodes = Json.read(stats).asJsonObject().getJsonArray("nodes").size();
            assertEquals(cluster.nodes().size(), nodes);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void whoIsThereIsToldAlikeByAllNodes(int index) throws Exception {
        String roomId = "hall-" + UUID.randomUUID();
        try (PlainClient ben = client(node(1 - index), somebody());
                PlainClient anna = client(node(index), somebody())) {
            enter(anna, roomId);
            enter(ben, roomId);
            // Presence comes from node to node after the answer to a join.
            anna.await("\"user_joined_room\"");
            String members = call(node(index), "GET", "/rooms/" + roomId + "/members", "", 200);
            assertEquals(2, members.split("\"userId\"").length - 1, members);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aMessageThatIsPostedByRestIsHeardOnTheOtherNode(int index) throws Exception {
        String roomId = "hall-" + UUID.randomUUID();
        try (PlainClient ben = client(node(1 - index), somebody())) {
            enter(ben, roomId);
            String path = "/rooms/" + roomId + "/messages";
            String sent = call(node(index), "POST", path, "{\"text\":\"by REST\"}", 201);
            assertTrue(sent.contains("\"seq\":1"), sent);
            assertTrue(ben.await("\"new_message\"").contains("by REST"));
        }
    }

    @Test
    void aNodeThatIsEndedInOrderTellsItsClientsToComeBack() throws Exception {
        for (ClusterNode node : cluster.nodes()) {
            List<PlainClient> clients = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                clients.add(PlainClient.to(node, key.token("client-" + i, "user")));
            }
            // Who sees nobody else has nowhere to send them.
            new ClusterView().await(cluster.nodes(), cluster.nodes().size());
            node.terminate();
            for (PlainClient client : clients) {
                assertEquals(SERVICE_RESTART, client.awaitClose(), node.url());
            }
            node.start();
        }
    }
}
