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

/** Sends the clients of the node that is asked to the others, before it is restarted. */
@Path("/drain")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
public class DrainResource {

    /**
     * @param connections that have still to go
     */
    public record Draining(int connections) {}

    @Inject private Drain drain;

    /** Only begins; asked again, it tells how far it is. */
    @POST
    @RolesAllowed(User.ADMIN)
    public Response drain() {
        return Response.accepted(new Draining(drain.begin())).build();
    }
}
