package dev.parley.publish;

import dev.parley.api.RefusedException;
import dev.parley.conversation.People;
import dev.parley.conversation.RemotePosting;
import dev.parley.conversation.RoomRights;
import dev.parley.history.StoredMessage;
import dev.parley.room.Broadcast;
import dev.parley.room.Rooms;
import dev.parley.room.Target;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
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

    @Inject private Broadcast broadcast;
    @Inject private Surveys surveys;
    @Inject private ClusterConnections connections;
    @Inject private Rooms rooms;
    @Inject private RemotePosting posting;
    @Inject private People people;

    /** Emits an event to whomever it names. */
    public void publish(Publication publication) {
        Publication checked = checked(publication);
        broadcast.emit(checked.target(), checked.except(), checked.toEvent());
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
        return surveys.ask(checked(publication), timeout);
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
     * @return whether the connection is there; fails with a {@link RefusedException}
     */
    public CompletionStage<Boolean> join(String connectionId, String name) {
        return connections.join(connectionId, name);
    }

    /** Ends what {@link #join} began; the answer is whether the connection was in. */
    public CompletionStage<Boolean> leave(String connectionId, String name) {
        return connections.leave(connectionId, name);
    }

    /**
     * Ends a connection; stock clients do not come back. The answer is whether it was there; fails
     * with UNAVAILABLE if a node does not answer.
     */
    public CompletionStage<Boolean> disconnect(String connectionId) {
        return connections.end(connectionId);
    }

    /** Ends all connections of a user; the answer is how many there were. */
    public CompletionStage<Integer> disconnectUser(String userId) {
        return connections.endAll(userId);
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
    public CompletionStage<List<String>> connectionsOf(String userId) {
        return connections
                .page(userId, "", Integer.MAX_VALUE)
                .thenApply(found -> found.stream().map(ConnectionInfo::id).toList());
    }

    /** How many connections there are, in all namespaces. */
    public CompletionStage<Integer> connectedCount() {
        return connections.count();
    }
}
