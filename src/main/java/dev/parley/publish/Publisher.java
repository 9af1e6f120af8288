package dev.parley.publish;

import dev.parley.conversation.Joining;
import dev.parley.conversation.People;
import dev.parley.conversation.RemotePosting;
import dev.parley.conversation.RoomRights;
import dev.parley.history.StoredMessage;
import dev.parley.hub.Dismissal;
import dev.parley.hub.ErrorCode;
import dev.parley.hub.RefusedException;
import dev.parley.hub.Rendition;
import dev.parley.hub.Socket;
import dev.parley.room.LocalRooms;
import dev.parley.room.Rooms;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * How the services of a portal reach its clients: inject it and emit to everyone, a namespace, a
 * room, a channel, a user or a connection; move connections; ask who is there. Thread-safe; nothing
 * blocks.
 *
 * <p>Events are delivered at most once, to those who are connected; only {@link #send} stores. All
 * emitting methods throw a {@link RefusedException} for the name of an event that is reserved.
 */
@ApplicationScoped
public class Publisher {

    private static final String REALTIME = "/realtime";

    @Inject private PublicationDelivery delivery;
    @Inject private Connections connections;
    @Inject private Rooms rooms;
    @Inject private LocalRooms localRooms;
    @Inject private Joining joining;
    @Inject private RemotePosting posting;
    @Inject private People people;

    /** Emits an event to whomever it names. */
    public void publish(Publication publication) {
        delivery.deliver(checked(publication));
    }

    private static Publication checked(Publication publication) {
        ReservedEvents.refuse(publication);
        if (publication.target() instanceof Target.InRoom room) {
            RoomRights.requireOrdinaryId(room.roomId());
        }
        return publication;
    }

    /** To all connections, in all namespaces. */
    public void toEveryone(String event, Object data) {
        publish(new Publication(new Target.Everyone(), null, event, data));
    }

    /** To all connections to a namespace. */
    public void toNamespace(String namespace, String event, Object data) {
        publish(new Publication(new Target.InNamespace(namespace), null, event, data));
    }

    /** To all connections to a namespace but one. */
    public void toOthers(String namespace, String connectionId, String event, Object data) {
        publish(new Publication(new Target.InNamespace(namespace), connectionId, event, data));
    }

    /** To whoever is in a chat room. */
    public void toRoom(String roomId, String event, Object data) {
        publish(new Publication(new Target.InRoom(roomId), null, event, data));
    }

    /** To whoever has subscribed to a channel of {@code /realtime}. */
    public void toChannel(String channel, String event, Object data) {
        publish(new Publication(new Target.OnChannel(REALTIME, channel), null, event, data));
    }

    /** To all connections of a user, in all namespaces. */
    public void toUser(String userId, String event, Object data) {
        publish(new Publication(new Target.OfUser(null, userId), null, event, data));
    }

    /** To one connection; its id is what the client knows as {@code clientId}. */
    public void toConnection(String connectionId, String event, Object data) {
        publish(new Publication(new Target.OneConnection(null, connectionId), null, event, data));
    }

    /**
     * Emits an event that the clients have to answer.
     *
     * @return the answers that came in time, and who did not answer; fails if the data cannot be
     *     written as JSON
     */
    public CompletionStage<Responses> emitWithAck(Publication publication, Duration timeout) {
        CompletableFuture<Responses> responses = new CompletableFuture<>();
        delivery.toReceivers(
                checked(publication),
                sockets -> {
                    try {
                        new Survey()
                                .ask(
                                        sockets,
                                        new Rendition(PublicationDelivery.event(publication)),
                                        timeout)
                                .thenAccept(responses::complete);
                    } catch (RuntimeException e) {
                        // Data that is no JSON, found out on the room's stripe.
                        responses.completeExceptionally(e);
                    }
                });
        return responses;
    }

    /**
     * Says something in a chat room in the name of a user: stored, and delivered like what he says
     * himself.
     *
     * @param clientMessageId makes repeats recognisable; may be null
     * @return the message as it is committed; completed on a thread that must not be blocked. Fails
     *     with a {@link RefusedException}
     */
    public CompletionStage<StoredMessage> send(
            String userId, String roomId, String text, String clientMessageId) {
        return posting.postFor(userId, new RemotePosting.Post(roomId, text, clientMessageId));
    }

    /**
     * Lets a connection hear a room (in the chat's namespaces) or a channel (in others). The user
     * has to be allowed into the room; channels are open to the server.
     *
     * @return whether the connection is here; fails with a {@link RefusedException}
     */
    public CompletionStage<Boolean> join(String connectionId, String name) {
        Socket socket = connections.find(connectionId).orElse(null);
        if (socket == null) {
            return CompletableFuture.completedFuture(false);
        }
        if (!hasRooms(socket)) {
            return CompletableFuture.completedFuture(
                    socket.namespace().channels().subscribe(socket, name, Integer.MAX_VALUE));
        }
        CompletableFuture<Boolean> joined = new CompletableFuture<>();
        joining.join(
                socket,
                name,
                new Joining.Resume(null, null, null),
                (entered, failure) -> {
                    if (failure != null) {
                        joined.completeExceptionally(failure);
                        return;
                    }
                    boolean here = connections.find(connectionId).isPresent();
                    if (!here) {
                        // It went meanwhile, and nobody else knows that it is in the room.
                        localRooms.leave(name, socket, false);
                    }
                    joined.complete(here);
                });
        return joined;
    }

    /** Ends what {@link #join} began; the answer is whether the connection was in. */
    public CompletionStage<Boolean> leave(String connectionId, String name) {
        Socket socket = connections.find(connectionId).orElse(null);
        if (socket == null) {
            return CompletableFuture.completedFuture(false);
        }
        if (!hasRooms(socket)) {
            return CompletableFuture.completedFuture(
                    socket.namespace().channels().unsubscribe(socket, name));
        }
        CompletableFuture<Boolean> left = new CompletableFuture<>();
        joining.leave(
                socket,
                name,
                false,
                (nothing, failure) -> {
                    if (failure == null || isNotInRoom(failure)) {
                        left.complete(failure == null);
                    } else {
                        left.completeExceptionally(failure);
                    }
                });
        return left;
    }

    private static boolean isNotInRoom(Throwable failure) {
        Throwable cause = failure instanceof CompletionException e ? e.getCause() : failure;
        return cause instanceof RefusedException refused && refused.code() == ErrorCode.NOT_IN_ROOM;
    }

    private static boolean hasRooms(Socket socket) {
        return LocalRooms.NAMESPACES.contains(socket.namespace().name());
    }

    /** Ends a connection; stock clients do not come back. Returns whether it was here. */
    public boolean disconnect(String connectionId) {
        Optional<Socket> socket = connections.find(connectionId);
        socket.ifPresent(found -> found.dismiss(Dismissal.DISCONNECTED));
        return socket.isPresent();
    }

    /** Ends all connections of a user; returns how many there were. */
    public int disconnectUser(String userId) {
        return connections.endAll(userId, Dismissal.DISCONNECTED);
    }

    /** A page of the users who are online in the chat, in the order of their ids. */
    public People.Present onlineUsers(String cursor, int limit) {
        return people.online(cursor, limit);
    }

    /** Whether a user is online in the chat, or was a moment ago. */
    public boolean isOnline(String userId) {
        return rooms.isOnline(userId);
    }

    /** The ids of a user's connections, in all namespaces. */
    public List<String> connectionsOf(String userId) {
        return connections.of(userId).stream().map(Socket::id).toList();
    }

    /** How many connections there are, in all namespaces. */
    public int connectedCount() {
        return connections.count();
    }
}
