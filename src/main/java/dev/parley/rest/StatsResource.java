package dev.parley.rest;

import dev.parley.api.User;
import dev.parley.publish.ClusterConnections;
import dev.parley.room.Rooms;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;

/** Counts connections, online users and occupied rooms. */
@Path("/stats")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
public class StatsResource {

    /** A node and the number of its connections. */
    public record Node(String name, int connections) {}

    /**
     * Totals over all nodes.
     *
     * @param users the number of users who are online in the chat
     * @param rooms the number of rooms with at least one user present
     */
    public record Stats(int connections, int users, int rooms, List<Node> nodes) {}

    @Inject private ClusterConnections connections;
    @Inject private Later later;
    @Inject private Rooms rooms;

    @GET
    @RolesAllowed(User.ADMIN)
    public CompletionStage<Response> stats() {
        return later.ok(connections.countByNode().thenApply(this::stats));
    }

    private Stats stats(Map<String, Integer> byNode) {
        List<Node> nodes = new ArrayList<>();
        new TreeMap<>(byNode).forEach((name, count) -> nodes.add(new Node(name, count)));
        int total = nodes.stream().mapToInt(Node::connections).sum();
        return new Stats(total, rooms.onlineCount(), rooms.occupiedCount(), nodes);
    }
}
