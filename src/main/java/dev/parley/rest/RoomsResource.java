package dev.parley.rest;

import dev.parley.api.ErrorCode;
import dev.parley.api.Field;
import dev.parley.api.RefusedException;
import dev.parley.api.User;
import dev.parley.conversation.Closing;
import dev.parley.conversation.HistoryReading;
import dev.parley.conversation.People;
import dev.parley.conversation.RemotePosting;
import dev.parley.conversation.Removing;
import dev.parley.conversation.RoomDirectory;
import dev.parley.form.ClientMessageId;
import dev.parley.form.HistoryPage;
import dev.parley.form.RoomId;
import dev.parley.form.RoomList;
import dev.parley.form.Sent;
import dev.parley.form.Text;
import dev.parley.history.RoomInfo;
import dev.parley.history.StoredMessage;
import dev.parley.hub.Naming;
import dev.parley.room.Attendee;
import dev.parley.room.Rooms;
import dev.parley.security.Identity;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Rooms and their messages, for users without a connection. */
@Path("/rooms")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
public class RoomsResource {

    private static final int MOST_OF_A_QUERY = 100;

    /** A room; {@code capacity} is 0 if unlimited. */
    public record Room(
            String roomId,
            String name,
            String topic,
            String visibility,
            int capacity,
            int online,
            long lastSeq,
            String epoch,
            long rev,
            boolean closed) {}

    /** The users who are present in a room, ordered by id. */
    public record Members(List<Attendee> members, @Nullable String next) {}

    record NewMessage(
            @Text String text,
            @Field(id = true) @Nullable String userId,
            @ClientMessageId @Field(id = true) @Nullable String clientMessageId) {}

    @Inject private HistoryReading reading;
    @Inject private RemotePosting posting;
    @Inject private RoomDirectory directory;
    @Inject private People people;
    @Inject private Rooms rooms;
    @Inject private Closing closing;
    @Inject private Removing removing;
    @Inject private Later later;

    @GET
    @RolesAllowed(User.USER)
    public CompletionStage<Response> list(
            @Context SecurityContext caller,
            @QueryParam("query") @Nullable String query,
            @QueryParam("direct") @Nullable String direct,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @Nullable String limit) {
        return later.ok(
                directory
                        .list(
                                Caller.user(caller).id(),
                                query(query),
                                isTrue("direct", direct),
                                cursor,
                                Paging.limit(limit))
                        .thenApply(
                                page ->
                                        RoomList.of(
                                                page.rooms(),
                                                page.counterparts(),
                                                rooms::presentCount,
                                                page.next())));
    }

    @GET
    @Path("/{id}")
    @RolesAllowed(User.USER)
    public CompletionStage<Response> one(
            @Context SecurityContext caller, @PathParam("id") String id) {
        return later.ok(reading.room(Caller.user(caller), roomId(id)).thenApply(this::room));
    }

    private Room room(RoomInfo room) {
        return new Room(
                room.id(),
                room.name(),
                room.topic() == null ? "" : room.topic(),
                room.visibility().wire(),
                room.capacity(),
                rooms.presentCount(room.id()),
                room.lastSeq(),
                room.epoch(),
                room.lastRev(),
                room.closed());
    }

    /**
     * Closes a room permanently; requires its owner or an admin. With {@code purge=true}, an admin
     * removes the room and its messages, and its id may be used again.
     */
    @DELETE
    @Path("/{id}")
    @RolesAllowed(User.USER)
    public CompletionStage<Response> close(
            @Context SecurityContext caller,
            @PathParam("id") String id,
            @QueryParam("purge") @Nullable String purge) {
        User user = Caller.user(caller);
        CompletionStage<Void> done =
                isTrue("purge", purge)
                        ? removing.remove(user, roomId(id))
                        : closing.close(user, roomId(id));
        return later.with(Response.Status.NO_CONTENT, done.thenApply(closed -> null));
    }

    @GET
    @Path("/{id}/members")
    @RolesAllowed(User.USER)
    public CompletionStage<Response> members(
            @Context SecurityContext caller,
            @PathParam("id") String id,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @Nullable String limit) {
        return later.ok(
                people.inRoom(Caller.user(caller), roomId(id), cursor, Paging.limit(limit))
                        .thenApply(page -> new Members(page.users(), page.next())));
    }

    @GET
    @Path("/{id}/messages")
    @RolesAllowed(User.USER)
    public CompletionStage<Response> history(
            @Context SecurityContext caller,
            @Context HttpServletRequest request,
            @PathParam("id") String id,
            @QueryParam("before") @Nullable String before,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit) {
        Long end = Paging.place("before", before, 1);
        Long start = Paging.place("after", after, 0);
        if (end != null && start != null) {
            throw RefusedException.invalid("after", "cannot be combined with \"before\"");
        }
        User reader = Caller.user(caller);
        return later.ok(
                reading.history(
                                reader,
                                roomId(id),
                                end,
                                start,
                                Paging.optionalLimit(limit),
                                DeferringRequest.answered(request))
                        .thenApply(
                                found ->
                                        HistoryPage.of(
                                                found.room(),
                                                found.page(),
                                                Naming.SNAKE,
                                                reader.id())));
    }

    @POST
    @Path("/{id}/messages")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(User.USER)
    public CompletionStage<Response> post(
            @Context SecurityContext caller, @PathParam("id") String id, NewMessage body) {
        User user = Caller.user(caller);
        NewMessage message = Bodies.required(body);
        String author = message.userId() == null ? user.id() : message.userId();
        boolean forAnother = !author.equals(user.id());
        if (forAnother && !user.hasRole(User.SERVICE)) {
            throw new RefusedException(ErrorCode.ACCESS_DENIED);
        }
        if (forAnother && !Identity.isSubject(author)) {
            throw new RefusedException(ErrorCode.USER_NOT_FOUND);
        }
        RemotePosting.Post post =
                new RemotePosting.Post(roomId(id), message.text(), message.clientMessageId());
        CompletionStage<StoredMessage> stored =
                forAnother ? posting.postFor(author, post) : posting.post(user, post);
        return later.with(Response.Status.CREATED, stored.thenApply(Sent::of));
    }

    private static boolean isTrue(String name, @Nullable String text) {
        if (text == null || text.equals("false")) {
            return false;
        }
        if (text.equals("true")) {
            return true;
        }
        throw RefusedException.invalid(name, "must be true or false");
    }

    private static String query(@Nullable String text) {
        String query = text == null ? "" : text;
        // PostgreSQL rejects U+0000 in text.
        if (query.length() > MOST_OF_A_QUERY || query.chars().anyMatch(c -> c == 0)) {
            throw RefusedException.invalid(
                    "query", "must have at most " + MOST_OF_A_QUERY + " characters and no U+0000");
        }
        return query;
    }

    private static String roomId(String id) {
        if (!id.matches(RoomId.REGEXP)) {
            throw RefusedException.invalid("roomId", RoomId.MESSAGE);
        }
        return id;
    }
}
