package dev.parley.rest;

import dev.parley.publish.Connections;
import dev.parley.room.Rooms;
import dev.parley.security.User;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** How much there is of everything. */
@Path("/stats")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
public class StatsResource {

    /** A node and how many connections it has. */
    public record Node(String name, int connections) {}

    /**
     * @param users who are online in the chat
     * @param rooms in which somebody is
     */
    public record Stats(int connections, int users, int rooms, List<Node> nodes) {}

    @Inject private Connections connections;
    @Inject private Rooms rooms;

    @GET
    @RolesAllowed(User.ADMIN)
    public Stats stats() {
        int count = connections.count();
        Node here = new Node(rooms.nodeName(), count);
        return new Stats(count, rooms.onlineCount(), rooms.occupiedCount(), List.of(here));
    }
}
