package dev.parley.rest;

import dev.parley.api.Publisher;
import dev.parley.api.User;
import dev.parley.publish.ClusterConnections;
import dev.parley.publish.ConnectionInfo;
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
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Lists and closes connections to namespaces. */
@Path("/connections")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
public class ConnectionsResource {

    /** A page of connections, ordered by id. */
    public record Page(List<ConnectionInfo> connections, @Nullable String next) {}

    @Inject private ClusterConnections connections;
    @Inject private Later later;
    @Inject private Publisher publisher;

    @GET
    @RolesAllowed(User.ADMIN)
    public CompletionStage<Response> list(
            @QueryParam("user") @Nullable String user,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @Nullable String limit) {
        int size = Paging.limit(limit);
        return later.ok(
                connections
                        .page(user, cursor == null ? "" : cursor, size + 1)
                        .thenApply(found -> page(found, size)));
    }

    private static Page page(List<ConnectionInfo> found, int size) {
        boolean more = found.size() > size;
        List<ConnectionInfo> page = found.stream().limit(size).toList();
        return new Page(page, more ? page.get(size - 1).id() : null);
    }

    @DELETE
    @Path("/{id}")
    @RolesAllowed(User.ADMIN)
    public CompletionStage<Response> end(@PathParam("id") String id) {
        return later.response(
                publisher
                        .disconnect(id)
                        .thenApply(
                                ended ->
                                        ended
                                                ? Response.noContent().build()
                                                : Problem.notFound(
                                                        "CONNECTION_NOT_FOUND",
                                                        "Connection not found")));
    }
}
