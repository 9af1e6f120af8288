package dev.parley.rest;

import dev.parley.api.OnlineUsers;
import dev.parley.api.Publisher;
import dev.parley.api.User;
import dev.parley.room.Attendee;
import dev.parley.room.Rooms;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lists the users who are online in the chat. */
@Path("/presence")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
public class PresenceResource {

    /**
     * The presence of a user. {@code connections} is 0 for a moment after the last one was lost.
     */
    public record Presence(String userId, boolean online, int connections) {}

    @Inject private Publisher publisher;
    @Inject private Rooms rooms;

    @GET
    @RolesAllowed(User.USER)
    public OnlineUsers list(
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @Nullable String limit) {
        return publisher.onlineUsers(cursor, Paging.limit(limit));
    }

    @GET
    @Path("/{userId}")
    @RolesAllowed(User.USER)
    public Presence one(@PathParam("userId") String userId) {
        Optional<Attendee> found = rooms.onlineUser(userId);
        return new Presence(userId, found.isPresent(), found.map(Attendee::connections).orElse(0));
    }
}
