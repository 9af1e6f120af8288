package dev.parley.rest;

import dev.parley.api.User;
import dev.parley.flow.Drain;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** Moves the clients of the requested node to other nodes before a restart. */
@Path("/drain")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
public class DrainResource {

    /**
     * The state of a drain.
     *
     * @param connections the number of connections that are still open
     */
    public record Draining(int connections) {}

    @Inject private Drain drain;

    /** Starts the drain and returns immediately; a repeated call returns the progress. */
    @POST
    @RolesAllowed(User.ADMIN)
    public Response drain() {
        return Response.accepted(new Draining(drain.begin())).build();
    }
}
