package dev.parley.plain;

import dev.parley.api.Loss;
import dev.parley.flow.Ending;
import dev.parley.flow.Frame;
import dev.parley.hub.LocalSocket;
import dev.parley.hub.Naming;
import dev.parley.hub.Rendition;
import dev.parley.security.Secrets;
import jakarta.json.JsonArray;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;

/** The socket of a plain WebSocket client. Thread-safe. */
final class PlainSocket extends LocalSocket {

    private enum Stage {
        NEW,
        OPEN,
        OVER
    }

    private static final int ID_BYTES = 15;

    private final PlainConnection connection;
    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.NEW);

    PlainSocket(PlainConnection connection, PlainHandshake handshake) {
        super(
                Secrets.random(ID_BYTES),
                handshake.user(),
                handshake.namespace(),
                handshake.request(),
                handshake.naming());
        this.connection = connection;
    }

    /** Opens the socket; from now on, events may be sent. */
    void open() {
        stage.compareAndSet(Stage.NEW, Stage.OPEN);
    }

    /** Closes the socket; nothing is sent afterwards. */
    void end() {
        stage.set(Stage.OVER);
    }

    @Override
    public void emit(Rendition rendition) {
        if (isConnected()) {
            // The frame does not name a namespace, so all namespaces share it.
            connection.send(rendition.frame("plain", naming(), PlainSocket::pack));
        }
    }

    private static Frame pack(Rendition rendition, Naming naming) {
        Rendition.Text text = rendition.inlineText(naming);
        return PlainConnection.pack(
                PlainCodec.event(text.name(), text.arguments()), rendition.loss());
    }

    @Override
    public long pendingBytes() {
        return connection.pendingBytes();
    }

    /** Fails immediately: plain clients cannot acknowledge events. */
    @Override
    public CompletionStage<JsonArray> emitWithAck(Rendition rendition, Duration timeout) {
        return CompletableFuture.failedFuture(
                new UnsupportedOperationException("plain clients cannot acknowledge events"));
    }

    /** Acknowledges an event of the client. */
    void answer(JsonValue id, Object value) {
        if (isConnected()) {
            connection.send(PlainConnection.pack(PlainCodec.answer(id, value), Loss.NEVER));
        }
    }

    @Override
    public boolean isConnected() {
        return stage.get() == Stage.OPEN;
    }

    @Override
    public void disconnect() {
        connection.finish(Ending.DISCONNECTED);
    }

    @Override
    public void close(Ending ending) {
        connection.finish(ending);
    }
}
