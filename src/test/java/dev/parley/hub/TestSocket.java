package dev.parley.hub;

import dev.parley.api.Handshake;
import dev.parley.api.User;
import dev.parley.flow.Ending;
import jakarta.json.JsonArray;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** A socket that keeps what is sent to it. */
public final class TestSocket extends LocalSocket {

    private final List<Rendition> emitted = new CopyOnWriteArrayList<>();
    private volatile boolean connected = true;
    private volatile Ending ending;
    private volatile Error fault;
    private volatile long pendingBytes;
    private volatile Runnable onEmit = () -> {};

    public TestSocket(String id, User user) {
        this(id, user, new Namespace("/chat", null));
    }

    public TestSocket(String id, String userId, Namespace namespace) {
        this(id, user(userId), namespace);
    }

    /** One that came at some time. */
    public TestSocket(String id, String userId, Instant issued) {
        this(id, user(userId), new Namespace("/chat", null), issued);
    }

    private TestSocket(String id, User user, Namespace namespace) {
        this(id, user, namespace, Instant.EPOCH);
    }

    private TestSocket(String id, User user, Namespace namespace, Instant issued) {
        super(
                id,
                user,
                namespace,
                new Handshake(JsonValue.EMPTY_JSON_OBJECT, Map.of(), "here", issued),
                Optional.empty());
    }

    public TestSocket(String id, String userId) {
        this(id, userId, new Namespace("/chat", null));
    }

    /** A user whose name is the id. */
    public static User user(String id) {
        return new User(id, id, Set.of(), Instant.EPOCH, Instant.MAX, false);
    }

    /** What was sent, as {@code name data}, in the socket's naming. */
    public List<String> received() {
        return emitted.stream()
                .map(rendition -> rendition.text(naming()))
                .map(text -> text.name() + " " + String.join(" ", text.arguments()))
                .toList();
    }

    @Override
    public long pendingBytes() {
        return pendingBytes;
    }

    /** Sets how much waits to be written. */
    public void pend(long bytes) {
        pendingBytes = bytes;
    }

    @Override
    public void emit(Rendition rendition) {
        onEmit.run();
        if (fault != null) {
            throw fault;
        }
        emitted.add(rendition);
    }

    /** Runs with each event from now on. */
    public void onEmit(Runnable action) {
        onEmit = action;
    }

    /** From now on, each event fails. */
    public void breakWith(Error error) {
        fault = error;
    }

    @Override
    public CompletionStage<JsonArray> emitWithAck(Rendition rendition, Duration timeout) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isConnected() {
        return connected;
    }

    @Override
    public void disconnect() {
        connected = false;
    }

    @Override
    public void close(Ending reason) {
        ending = reason;
        connected = false;
    }

    /** Why the connection was closed; null if it was not. */
    public Ending ending() {
        return ending;
    }
}
