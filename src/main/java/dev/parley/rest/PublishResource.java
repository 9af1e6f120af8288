package dev.parley.rest;

import dev.parley.api.Field;
import dev.parley.api.Publication;
import dev.parley.api.Publisher;
import dev.parley.api.RefusedException;
import dev.parley.api.Target;
import dev.parley.api.User;
import dev.parley.form.ChannelName;
import dev.parley.form.RoomId;
import dev.parley.hub.SocketRegistry;
import dev.parley.room.LocalRooms;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonValue;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Publishes events to clients, with at-most-once delivery. */
@Path("/publish")
@RequestScoped
public class PublishResource {

    /**
     * The request. Names at most one of room, user and connection; without any of them, the event
     * goes to the whole namespace.
     */
    record PublishRequest(
            @NotNull(message = "is required") String namespace,
            @Field(id = true) @Nullable String room,
            @Field(id = true) @Nullable String user,
            @Field(id = true) @Nullable String connection,
            @Field(id = true) @Nullable String except,
            @NotNull(message = "is required") String event,
            @Nullable JsonValue data) {}

    @Inject private Publisher publisher;
    @Inject private SocketRegistry registry;

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(User.SERVICE)
    public Response publish(PublishRequest body) {
        PublishRequest request = Bodies.required(body);
        if (registry.namespace(request.namespace()).isEmpty()) {
            throw RefusedException.invalid("namespace", "is not an open namespace");
        }
        publisher.publish(
                new Publication(
                        target(request), request.except(), request.event(), request.data()));
        return Response.accepted().build();
    }

    private static Target target(PublishRequest request) {
        String namespace = request.namespace();
        long named =
                Stream.of(request.room(), request.user(), request.connection())
                        .filter(Objects::nonNull)
                        .count();
        if (named > 1) {
            throw RefusedException.invalid("", "names more than one of room, user, connection");
        }
        if (request.room() != null) {
            return room(namespace, request.room());
        }
        if (request.user() != null) {
            return new Target.OfUser(namespace, request.user());
        }
        return request.connection() != null
                ? new Target.OneConnection(namespace, request.connection())
                : new Target.InNamespace(namespace);
    }

    private static Target room(String namespace, String name) {
        Target target = LocalRooms.target(namespace, name);
        boolean room = target instanceof Target.InRoom;
        if (!name.matches(room ? RoomId.REGEXP : ChannelName.REGEXP)) {
            throw RefusedException.invalid("room", room ? RoomId.MESSAGE : ChannelName.MESSAGE);
        }
        return target;
    }
}
