package dev.parley.hub;

import dev.parley.api.Dismissal;
import dev.parley.api.Event;
import dev.parley.api.Handshake;
import dev.parley.api.Socket;
import dev.parley.api.User;
import dev.parley.flow.Ending;
import jakarta.json.JsonArray;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A client's socket in one namespace, for any protocol. Thread-safe.
 *
 * <p>{@link #emit} never blocks and never fails; a closed socket ignores events.
 */
public abstract class LocalSocket implements Socket {

    private final String id;
    private volatile User user;
    private final Namespace namespace;
    private final Handshake handshake;
    private final Set<String> rooms = ConcurrentHashMap.newKeySet();
    private volatile Optional<Naming> naming;

    /**
     * @param naming the naming that the handshake requested, if any
     */
    protected LocalSocket(
            String id,
            User user,
            Namespace namespace,
            Handshake handshake,
            Optional<Naming> naming) {
        this.id = id;
        this.user = user;
        this.namespace = namespace;
        this.handshake = handshake;
        this.naming = naming;
    }

    @Override
    public final String id() {
        return id;
    }

    @Override
    public final User user() {
        return user;
    }

    /**
     * Replaces the user's data with that of a newer token.
     *
     * @throws IllegalArgumentException if the token belongs to another user
     */
    public final void refresh(User renewed) {
        if (!renewed.id().equals(user.id())) {
            throw new IllegalArgumentException("the new token belongs to another user");
        }
        user = renewed;
    }

    @Override
    public final Handshake handshake() {
        return handshake;
    }

    public final Namespace namespace() {
        return namespace;
    }

    @Override
    public final String namespaceName() {
        return namespace.name();
    }

    @Override
    public final Set<String> rooms() {
        return Collections.unmodifiableSet(rooms);
    }

    /** Returns the open sockets of this socket's connection, this one included. */
    public Collection<? extends LocalSocket> ofConnection() {
        return List.of(this);
    }

    /** Notes that this socket has joined a room. Called only on the room's stripe. */
    public final void joined(String roomId) {
        rooms.add(roomId);
    }

    /** Notes that this socket has left a room. Called only on the room's stripe. */
    public final void left(String roomId) {
        rooms.remove(roomId);
    }

    public final Naming naming() {
        return namespace.isVerbatim() ? Naming.SNAKE : naming.orElse(Naming.SNAKE);
    }

    /** Sets the naming from the first event name that reveals it, unless the naming is known. */
    public final void learnNaming(String eventName) {
        if (naming.isEmpty()) {
            naming = Naming.ofEvent(eventName);
        }
    }

    /**
     * Returns how many bytes wait to be written to the client, of all sockets of its connection.
     */
    public abstract long pendingBytes();

    /** Sends an event. */
    public abstract void emit(Rendition rendition);

    @Override
    public final void emit(Event event) {
        emit(new Rendition(event));
    }

    /**
     * Sends an event that the client must acknowledge.
     *
     * @return the acknowledgement's arguments; fails with {@link
     *     java.util.concurrent.TimeoutException}, or with {@link
     *     java.util.concurrent.CancellationException} when the socket closes
     */
    public abstract CompletionStage<JsonArray> emitWithAck(Rendition rendition, Duration timeout);

    @Override
    public final CompletionStage<JsonArray> emitWithAck(Event event, Duration timeout) {
        return emitWithAck(new Rendition(event), timeout);
    }

    /**
     * Returns whether the client has lost its connection and may still recover this socket. A
     * parked socket is not present, but records the events sent to it.
     */
    public boolean isParked() {
        return false;
    }

    /** Returns whether the client has recovered this socket without missing an event. */
    public boolean isRecovered() {
        return false;
    }

    @Override
    public final void dismiss(Dismissal reason) {
        emit(ServerEvent.DISCONNECTING_REASON.regular(new Dismissed(reason.name(), false)));
        disconnect();
    }

    /**
     * The data of {@code disconnecting_reason}.
     *
     * @param reconnect whether the client should reconnect
     */
    public record Dismissed(String code, boolean reconnect) {}

    /**
     * Closes the whole connection once all queued frames are written; stock clients reconnect
     * automatically.
     */
    public abstract void close(Ending ending);
}
