package dev.parley.api;

import jakarta.json.JsonArray;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * A client in one namespace, connected by Socket.IO or by the plain WebSocket endpoint. Parley
 * implements it; handlers get it as a parameter. Thread-safe; no method blocks.
 *
 * <p>A socket belongs to this node. To reach clients of all nodes, inject {@link Publisher}.
 */
public interface Socket {

    /** The public id of this socket, which the client knows as {@code clientId}. */
    String id();

    /**
     * The user as the latest token describes them; after {@code refresh_token} the groups may
     * differ.
     */
    User user();

    /** What the client sent with its handshake. */
    Handshake handshake();

    /** The name of the namespace, with its leading slash. */
    String namespaceName();

    /** The ids of the chat rooms that this socket has joined: an unmodifiable, live view. */
    Set<String> rooms();

    /** Sends an event. Does nothing if the socket is closed. */
    void emit(Event event);

    /**
     * Sends an event and asks the client for an acknowledgement.
     *
     * @param timeout how long to wait for the acknowledgement
     * @return the arguments of the acknowledgement; fails with {@link
     *     java.util.concurrent.TimeoutException}, or with {@link
     *     java.util.concurrent.CancellationException} when the socket closes. Clients of the plain
     *     endpoint cannot acknowledge
     */
    CompletionStage<JsonArray> emitWithAck(Event event, Duration timeout);

    /** Whether the client is still connected. */
    boolean isConnected();

    /**
     * Closes this socket; stock clients do not reconnect. Other namespaces of the connection stay
     * open. A plain WebSocket is closed with the code 4403.
     */
    void disconnect();

    /**
     * Sends {@code disconnecting_reason} with a code, then closes this socket; stock clients do not
     * reconnect.
     */
    void dismiss(Dismissal reason);
}
