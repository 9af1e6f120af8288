package dev.parley.publish;

import dev.parley.api.OnlineUsers;
import dev.parley.api.Publication;
import dev.parley.api.Publisher;
import dev.parley.api.Responses;
import dev.parley.api.SentMessage;
import dev.parley.api.Target;
import dev.parley.conversation.People;
import dev.parley.conversation.RemotePosting;
import dev.parley.conversation.RoomRights;
import dev.parley.room.Broadcast;
import dev.parley.room.Rooms;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Publishes to all nodes, and executes other operations on the node that holds the connection.
 * Thread-safe; never blocks.
 */
@ApplicationScoped
public class ClusterPublisher implements Publisher {

    static final String REALTIME = "/realtime";

    @Inject private Broadcast broadcast;
    @Inject private Surveys surveys;
    @Inject private ClusterConnections connections;
    @Inject private Rooms rooms;
    @Inject private RemotePosting posting;
    @Inject private People people;

    @Override
    public void publish(Publication publication) {
        Publication checked = checked(publication);
        broadcast.emit(checked.target(), checked.except(), PublicationEvents.of(checked));
    }

    private static Publication checked(Publication publication) {
        ReservedEvents.refuse(publication);
        if (publication.target() instanceof Target.InRoom room) {
            RoomRights.requireOrdinaryId(room.roomId());
        }
        return publication;
    }

    @Override
    public void toEveryone(String event, @Nullable Object data) {
        publish(new Publication(new Target.Everyone(), null, event, data));
    }

    @Override
    public void toNamespace(String namespace, String event, @Nullable Object data) {
        publish(new Publication(new Target.InNamespace(namespace), null, event, data));
    }

    @Override
    public void toOthers(
            String namespace, String connectionId, String event, @Nullable Object data) {
        publish(new Publication(new Target.InNamespace(namespace), connectionId, event, data));
    }

    @Override
    public void toRoom(String roomId, String event, @Nullable Object data) {
        publish(new Publication(new Target.InRoom(roomId), null, event, data));
    }

    @Override
    public void toChannel(String channel, String event, @Nullable Object data) {
        publish(new Publication(new Target.OnChannel(REALTIME, channel), null, event, data));
    }

    @Override
    public void toUser(String userId, String event, @Nullable Object data) {
        publish(new Publication(new Target.OfUser(null, userId), null, event, data));
    }

    @Override
    public void toConnection(String connectionId, String event, @Nullable Object data) {
        publish(new Publication(new Target.OneConnection(null, connectionId), null, event, data));
    }

    @Override
    public CompletionStage<Responses> emitWithAck(Publication publication, Duration timeout) {
        return surveys.ask(checked(publication), timeout);
    }

    @Override
    public CompletionStage<SentMessage> send(
            String userId, String roomId, String text, @Nullable String clientMessageId) {
        return posting.postFor(userId, new RemotePosting.Post(roomId, text, clientMessageId))
                .thenApply(
                        message ->
                                new SentMessage(
                                        message.id(),
                                        message.roomId(),
                                        message.seq(),
                                        message.rev(),
                                        Instant.ofEpochMilli(message.createdAt())));
    }

    @Override
    public CompletionStage<Boolean> join(String connectionId, String name) {
        return connections.join(connectionId, name);
    }

    @Override
    public CompletionStage<Boolean> leave(String connectionId, String name) {
        return connections.leave(connectionId, name);
    }

    @Override
    public CompletionStage<Boolean> disconnect(String connectionId) {
        return connections.end(connectionId);
    }

    @Override
    public CompletionStage<Integer> disconnectUser(String userId) {
        return connections.endAll(userId);
    }

    @Override
    public OnlineUsers onlineUsers(@Nullable String cursor, int limit) {
        People.Present page = people.online(cursor, limit);
        return new OnlineUsers(
                page.users().stream()
                        .map(
                                user ->
                                        new OnlineUsers.OnlineUser(
                                                user.userId(), user.username(), user.connections()))
                        .toList(),
                page.next());
    }

    @Override
    public boolean isOnline(String userId) {
        return rooms.isOnline(userId);
    }

    @Override
    public CompletionStage<List<String>> connectionsOf(String userId) {
        return connections
                .page(userId, "", Integer.MAX_VALUE)
                .thenApply(found -> found.stream().map(ConnectionInfo::id).toList());
    }

    @Override
    public CompletionStage<Integer> connectedCount() {
        return connections.count();
    }
}
