package dev.parley.rest;

import dev.parley.api.Publisher;
import dev.parley.api.RefusedException;
import dev.parley.api.User;
import dev.parley.conversation.People;
import dev.parley.security.Identity;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletionStage;

/** Registers users before their first connection, and disconnects them. */
@Path("/users/{id}")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
public class UsersResource {

    record NewName(@NotNull(message = "is required") String username) {}

    /** A user known to Parley. */
    public record KnownUser(String userId, String username) {}

    /** The number of connections that were closed. */
    public record Disconnected(int disconnected) {}

    @Inject private People people;
    @Inject private Publisher publisher;
    @Inject private Later later;

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(User.SERVICE)
    public CompletionStage<Response> introduce(@PathParam("id") String id, NewName body) {
        String wanted = Bodies.required(body).username();
        if (!Identity.isSubject(id)) {
            throw RefusedException.invalid("id", "is not a valid user id");
        }
        String username = Identity.cleanName(wanted);
        if (username.isEmpty() || wanted.codePointCount(0, wanted.length()) > Identity.MAX_NAME) {
            throw RefusedException.invalid(
                    "username", "must have 1 to " + Identity.MAX_NAME + " characters");
        }
        return later.ok(
                people.introduce(id, username).thenApply(done -> new KnownUser(id, username)));
    }

    @POST
    @Path("/disconnect")
    @RolesAllowed(User.ADMIN)
    public CompletionStage<Response> disconnect(@PathParam("id") String id) {
        return later.ok(publisher.disconnectUser(id).thenApply(Disconnected::new));
    }
}
