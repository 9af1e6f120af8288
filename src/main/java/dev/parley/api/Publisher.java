package dev.parley.api;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Reaches clients on all nodes: emits events, moves and closes connections, and tells who is
 * online. Inject it into any bean of the portal.
 *
 * <p>Events are delivered at most once, to clients that are connected; only {@link #send} stores.
 * The data of an event is a record, map, list, string, number, {@link Binary} or JSON-P value, or
 * null for an event without data. All emitting methods throw a {@link RefusedException} ({@code
 * INVALID_PAYLOAD}) for a reserved event name.
 *
 * <p>Thread-safe; no method blocks. Completion stages complete on threads that must not be blocked.
 */
public interface Publisher {

    /** Emits an event to its target. */
    void publish(Publication publication);

    /** Emits to all connections, in all namespaces. */
    void toEveryone(String event, @Nullable Object data);

    /** Emits to all connections of a namespace. */
    void toNamespace(String namespace, String event, @Nullable Object data);

    /** Emits to all connections of a namespace except one. */
    void toOthers(String namespace, String connectionId, String event, @Nullable Object data);

    /** Emits to everyone in a chat room. */
    void toRoom(String roomId, String event, @Nullable Object data);

    /** Emits to the subscribers of a channel of {@code /realtime}. */
    void toChannel(String channel, String event, @Nullable Object data);

    /** Emits to all connections of a user, in all namespaces. */
    void toUser(String userId, String event, @Nullable Object data);

    /** Emits to one connection; its id is what the client knows as {@code clientId}. */
    void toConnection(String connectionId, String event, @Nullable Object data);

    /**
     * Emits an event and asks the clients for an acknowledgement.
     *
     * @param timeout how long to wait for the acknowledgements; at most one hour
     * @return the acknowledgements that arrived in time; fails if the data cannot be written as
     *     JSON
     */
    CompletionStage<Responses> emitWithAck(Publication publication, Duration timeout);

    /**
     * Sends a message to a chat room in the name of a user: it is stored, and delivered like the
     * user's own. The user must be known and may see the room; room policies are not asked.
     *
     * @param clientMessageId makes a repeated call idempotent; may be null
     * @return the stored message; fails with a {@link RefusedException}
     */
    CompletionStage<SentMessage> send(
            String userId, String roomId, String text, @Nullable String clientMessageId);

    /**
     * Puts a connection into a room (in the chat's namespaces) or a channel (in others). The user
     * must be allowed to enter the room; channels are open to the server.
     *
     * @return whether the connection exists; fails with a {@link RefusedException}
     */
    CompletionStage<Boolean> join(String connectionId, String name);

    /** Takes a connection out of a room or channel. Returns whether it was there. */
    CompletionStage<Boolean> leave(String connectionId, String name);

    /**
     * Closes a connection; stock clients do not reconnect. Returns whether it existed; fails with
     * {@code UNAVAILABLE} if a node does not answer.
     */
    CompletionStage<Boolean> disconnect(String connectionId);

    /** Closes all connections of a user. Returns how many there were. */
    CompletionStage<Integer> disconnectUser(String userId);

    /**
     * A page of the users who are online in the chat.
     *
     * @param cursor {@link OnlineUsers#next} of the previous page, or null
     */
    OnlineUsers onlineUsers(@Nullable String cursor, int limit);

    /**
     * Whether a user is online in the chat; true for the grace time after the last connection was
     * lost.
     */
    boolean isOnline(String userId);

    /** The ids of a user's connections, in all namespaces. */
    CompletionStage<List<String>> connectionsOf(String userId);

    /** The number of connections, in all namespaces. */
    CompletionStage<Integer> connectedCount();
}
