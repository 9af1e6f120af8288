package dev.parley.rest;

import dev.parley.hub.Socket;
import dev.parley.hub.Timestamps;
import dev.parley.publish.Connections;
import dev.parley.publish.Publisher;
import dev.parley.security.User;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** Connections, each to one namespace. */
@Path("/connections")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
public class ConnectionsResource {

    /** What the client knows as {@code clientId}, and whose it is. */
    public record Connection(
            String id, String userId, String username, String namespace, String connectedAt) {}

    /** A page of connections, by id. */
    public record Page(List<Connection> connections, String next) {}

    @Inject private Connections connections;
    @Inject private Publisher publisher;

    @GET
    @RolesAllowed(User.ADMIN)
    public Page list(
            @QueryParam("user") String user,
            @QueryParam("cursor") String cursor,
            @QueryParam("limit") String limit) {
        int size = Paging.limit(limit);
        List<Socket> found = connections.page(user, cursor == null ? "" : cursor, size + 1);
        boolean more = found.size() > size;
        List<Connection> page = found.stream().limit(size).map(this::connection).toList();
        return new Page(page, more ? page.get(size - 1).id() : null);
    }

    private Connection connection(Socket socket) {
        return new Connection(
                socket.id(),
                socket.user().id(),
                socket.user().name(),
                socket.namespace().name(),
                Timestamps.iso(socket.handshake().issued()));
    }

    @DELETE
    @Path("/{id}")
    @RolesAllowed(User.ADMIN)
    public Response end(@PathParam("id") String id) {
        return publisher.disconnect(id)
                ? Response.noContent().build()
                : Problem.notFound("CONNECTION_NOT_FOUND", "Connection not found");
    }
}
