package dev.parley.fault;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.harness.cluster.Cluster;
import dev.parley.harness.cluster.ClusterNode;
import dev.parley.harness.cluster.ClusterView;
import dev.parley.harness.cluster.PlainClient;
import dev.parley.harness.cluster.SharedCluster;
import dev.parley.harness.server.SigningKey;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What users notice of nodes that stop, die, hang or cannot reach each other: who is online, which
 * messages arrive, who has a seat; with the nodes of {@code -Dparley.fault.nodes=wildfly,liberty}.
 */
@Tag("cluster")
@ExtendWith(SharedCluster.Extension.class)
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class ClusterFaultIT {

    private interface Fault {
        void happen(ClusterNode node) throws Exception;
    }

    private final List<String> kinds;
    private final Cluster cluster;
    private final SigningKey key;

    ClusterFaultIT(SharedCluster shared) {
        kinds = shared.kinds();
        cluster = shared.cluster();
        key = shared.cluster().key();
    }

    @BeforeEach
    void repair() throws Exception {
        cluster.repair();
    }

    private ClusterNode otherThan(ClusterNode node) {
        return cluster.nodes().stream().filter(one -> one != node).findFirst().orElseThrow();
    }

    /** By the look at the database: no node hears another. */
    @Test
    void aMessageOfTheOtherSideComesWhileNodesCannotReachEachOther() throws Exception {
        String room = "{\"roomId\":\"ford-%s\"".formatted(UUID.randomUUID());
        ClusterView view = new ClusterView();
        view.await(cluster.nodes(), kinds.size());
        try (PlainClient anna = PlainClient.to(cluster.nodes().get(0), key.token("anna", "user"));
                PlainClient ben =
                        PlainClient.to(cluster.nodes().get(1), key.token("ben", "user"))) {
            for (PlainClient client : List.of(anna, ben)) {
                String joined = client.ask("join_room", room + "}");
                assertTrue(joined.contains("\"joined\":"), joined);
            }
            cluster.part();
            view.await(cluster.nodes(), 1);
            String sent = anna.ask("send_message", room + ",\"text\":\"by the ford\"}");
            assertTrue(sent.contains("\"sent\":true"), sent);
            assertTrue(ben.await("\"new_message\"").contains("by the ford"));
        }
    }

    @Test
    void whoeverWasOnANodeThatDiedIsGoneWhileItIsDown() throws Exception {
        for (ClusterNode node : cluster.nodes()) {
            assertItsUsersGoOffline(node, ClusterNode::kill, ClusterNode::start);
        }
    }

    @Test
    void whoeverWasOnANodeThatHangsIsGoneWhileItHangs() throws Exception {
        for (ClusterNode node : cluster.nodes()) {
            assertItsUsersGoOffline(node, ClusterNode::pause, ClusterNode::resume);
        }
    }

    private void assertItsUsersGoOffline(ClusterNode node, Fault fault, Fault end)
            throws Exception {
        String ben = "ben-" + UUID.randomUUID();
        String room = "{\"roomId\":\"hall-%s\"}".formatted(UUID.randomUUID());
        ClusterNode other = otherThan(node);
        new ClusterView().await(cluster.nodes(), kinds.size());
        try (PlainClient anna = PlainClient.to(other, key.token("anna", "user"));
                PlainClient gone = PlainClient.to(node, key.token(ben, "user"))) {
            anna.ask("join_room", room);
            gone.ask("join_room", room);
            anna.await("\"user_joined_room\"");
            fault.happen(node);
            try {
                assertTrue(anna.await("\"user_left_room\"").contains(ben));
                String members = anna.ask("room_members", room);
                assertFalse(members.contains(ben), members);
                for (ClusterNode each : cluster.nodes()) {
                    if (each != node) {
                        awaitOffline(each, ben);
                    }
                }
            } finally {
                end.happen(node);
            }
        }
    }

    /** Not all nodes notice it in the same moment. */
    private void awaitOffline(ClusterNode node, String user) throws Exception {
        try (PlainClient carl = PlainClient.to(node, key.token("carl", "user"))) {
            String online = carl.ask("online_users", "{}");
            for (int tries = 0; online.contains(user) && tries < 60; tries++) {
                // There is no event for whoever shares no room with him.
                TimeUnit.MILLISECONDS.sleep(500);
                online = carl.ask("online_users", "{}");
            }
            assertTrue(online.contains("carl"), online);
            assertFalse(online.contains(user), online);
        }
    }

    @Test
    void aDirectMessageOfTheOtherSideComesOnceNodesReachEachOtherAgain() throws Exception {
        ClusterNode here = cluster.nodes().get(0);
        ClusterNode there = cluster.nodes().get(1);
        ClusterView view = new ClusterView();
        // A node that a test before this one has started may not have met the other yet.
        view.await(cluster.nodes(), kinds.size());
        try (PlainClient anna = PlainClient.to(here, key.token("anna", "user"));
                PlainClient ben = PlainClient.to(there, key.token("ben", "user"))) {
            cluster.part();
            view.await(cluster.nodes(), 1);
            String sent =
                    anna.ask("direct_message", "{\"recipientId\":\"ben\",\"text\":\"across\"}");
            assertTrue(sent.contains("\"sent\":true"), sent);
            cluster.join();
            assertTrue(ben.await("\"direct_message\"").contains("across"));
            view.await(cluster.nodes(), kinds.size());
        }
    }

    /** It may not have noticed that the others went on without it. */
    @Test
    void aDirectMessageToANodeThatHungComesOnceItGoesOn() throws Exception {
        ClusterView view = new ClusterView();
        for (ClusterNode node : cluster.nodes()) {
            ClusterNode other = otherThan(node);
            view.await(cluster.nodes(), kinds.size());
            try (PlainClient anna = PlainClient.to(other, key.token("anna", "user"));
                    PlainClient ben = PlainClient.to(node, key.token("ben", "user"))) {
                node.pause();
                try {
                    view.await(List.of(other), kinds.size() - 1);
                    String sent =
                            anna.ask(
                                    "direct_message",
                                    "{\"recipientId\":\"ben\",\"text\":\"wake up\"}");
                    assertTrue(sent.contains("\"sent\":true"), sent);
                } finally {
                    node.resume();
                }
                assertTrue(ben.await("\"direct_message\"").contains("wake up"));
            }
        }
    }

    @Test
    void aNodeThatHungHasLostItsSeatsToWhoeverCameMeanwhile() throws Exception {
        for (ClusterNode node : cluster.nodes()) {
            String roomId = "cabin-" + UUID.randomUUID();
            String room = "{\"roomId\":\"%s\"}".formatted(roomId);
            ClusterNode other = otherThan(node);
            try (PlainClient anna = PlainClient.to(node, key.token("anna", "user"));
                    PlainClient ben = PlainClient.to(other, key.token("ben", "user"))) {
                String created =
                        anna.ask(
                                "create_room",
                                "{\"roomId\":\"%s\",\"name\":\"for one\",\"visibility\":\"public\",\"capacity\":1}"
                                        .formatted(roomId));
                assertFalse(created.contains("error"), created);
                String joined = anna.ask("join_room", room);
                assertTrue(joined.contains("\"joined\":"), joined);
                String refused = ben.ask("join_room", room);
                assertTrue(refused.contains("ROOM_FULL"), refused);
                node.pause();
                try {
                    awaitSeat(ben, room);
                    String sent =
                            ben.ask(
                                    "send_message",
                                    "{\"roomId\":\"%s\",\"text\":\"secret\"}".formatted(roomId));
                    assertTrue(sent.contains("\"sent\":true"), sent);
                } finally {
                    node.resume();
                }
                anna.await("ROOM_FULL");
                String again = anna.ask("join_room", room);
                assertTrue(again.contains("ROOM_FULL"), again);
                assertFalse(anna.hasHeard("secret"), "told to who has no seat");
            }
        }
    }

    /** Until the lease of the other is over. */
    private static void awaitSeat(PlainClient client, String room) throws InterruptedException {
        String answer = client.ask("join_room", room);
        for (int tries = 0; answer.contains("ROOM_FULL") && tries < 60; tries++) {
            // There is no event of a seat that is free.
            TimeUnit.MILLISECONDS.sleep(500);
            answer = client.ask("join_room", room);
        }
        assertTrue(answer.contains("\"joined\":"), answer);
    }
}
