package dev.parley.hub;

import dev.parley.api.Dismissal;
import dev.parley.api.Event;
import dev.parley.api.Handshake;
import dev.parley.api.Socket;
import dev.parley.api.User;
import dev.parley.flow.Ending;
import jakarta.json.JsonArray;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A client in one namespace, whichever door it came through. Thread-safe.
 *
 * <p>{@link #emit} never blocks and never fails: a socket that is gone takes nothing.
 */
public abstract class LocalSocket implements Socket {

    private final String id;
    private volatile User user;
    private final Namespace namespace;
    private final Handshake handshake;
    private final Set<String> rooms = ConcurrentHashMap.newKeySet();
    private volatile Optional<Naming> naming;

    /**
     * @param naming what the handshake asked for, if it did
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
     * Takes a newer token's word for the user.
     *
     * @throws IllegalArgumentException if it is somebody else
     */
    public final void refresh(User renewed) {
        if (!renewed.id().equals(user.id())) {
            throw new IllegalArgumentException("another user");
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

    /** Lets the first event name that tells decide the naming of this socket. */
    public final void learnNaming(String eventName) {
        if (naming.isEmpty()) {
            naming = Naming.ofEvent(eventName);
        }
    }

    /** Sends an event. */
    public abstract void emit(Rendition rendition);

    @Override
    public final void emit(Event event) {
        emit(new Rendition(event));
    }

    /**
     * Sends an event that the client has to answer.
     *
     * @return the answer's arguments; fails with {@link java.util.concurrent.TimeoutException}, or
     *     {@link java.util.concurrent.CancellationException} when the socket goes
     */
    public abstract CompletionStage<JsonArray> emitWithAck(Rendition rendition, Duration timeout);

    @Override
    public final CompletionStage<JsonArray> emitWithAck(Event event, Duration timeout) {
        return emitWithAck(new Rendition(event), timeout);
    }

    /**
     * Whether the client has lost its connection and may take this socket up again: it is not
     * there, but what is sent to it is kept for it.
     */
    public boolean isParked() {
        return false;
    }

    /** Whether the client has come back to what it was before, with nothing missed. */
    public boolean isRecovered() {
        return false;
    }

    @Override
    public final void dismiss(Dismissal reason) {
        emit(ServerEvent.DISCONNECTING_REASON.regular(new Dismissed(reason.name(), false)));
        disconnect();
    }

    /**
     * What a client is told that has to go.
     *
     * @param reconnect whether to come back
     */
    public record Dismissed(String code, boolean reconnect) {}

    /**
     * Ends the whole connection, once what waits is written; stock clients come back by themselves.
     */
    public abstract void close(Ending ending);
}
