package dev.parley.socketio;

import dev.parley.engineio.Connection;
import dev.parley.flow.Ending;
import dev.parley.flow.Frame;
import dev.parley.flow.Loss;
import dev.parley.flow.Timers;
import dev.parley.hub.Arguments;
import dev.parley.hub.Event;
import dev.parley.hub.Handshake;
import dev.parley.hub.Json;
import dev.parley.hub.Namespace;
import dev.parley.hub.Naming;
import dev.parley.hub.Rendition;
import dev.parley.hub.Socket;
import dev.parley.security.Secrets;
import dev.parley.security.User;
import jakarta.json.JsonArray;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;

/** A socket that came through the Socket.IO door. Thread-safe. */
final class ClientSocket extends Socket {

    private enum Stage {
        NEW,
        OPEN,
        OVER
    }

    private static final int ID_BYTES = 15;

    private final Connection connection;
    private final Client client;
    private final PendingAcks acks;

    /** Tells this door's frames from those of others that share a rendition. */
    private final String address;

    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.NEW);

    ClientSocket(
            Client client,
            Connection connection,
            User user,
            Namespace namespace,
            Handshake handshake,
            Optional<Naming> naming,
            Timers timers) {
        super(Secrets.random(ID_BYTES), user, namespace, handshake, naming);
        this.client = client;
        this.connection = connection;
        this.acks = new PendingAcks(timers);
        this.address = "socket.io" + namespace.name();
    }

    @Override
    public void emit(Rendition rendition) {
        if (isConnected()) {
            connection.send(
                    rendition.frame(
                            address,
                            naming(),
                            (r, n) -> pack(r.text(n), OptionalLong.empty(), r.loss())));
        }
    }

    @Override
    public CompletionStage<JsonArray> emitWithAck(Event event, Duration timeout) {
        Rendition.Text text = new Rendition(event).text(naming());
        return acks.expect(
                timeout, id -> connection.send(pack(text, OptionalLong.of(id), Loss.NEVER)));
    }

    private Frame pack(Rendition.Text text, OptionalLong ack, Loss loss) {
        return Connection.pack(
                PacketCodec.event(
                        namespace().name(),
                        ack,
                        text.name(),
                        text.arguments(),
                        text.attachments().size()),
                text.attachments(),
                loss);
    }

    /** Answers an event of the client. */
    void acknowledge(long id, Object value) {
        if (isConnected()) {
            List<byte[]> attachments = new ArrayList<>();
            List<String> values =
                    Arguments.of(value).stream().map(v -> Json.write(v, attachments)).toList();
            String packet = PacketCodec.ack(namespace().name(), id, values, attachments.size());
            connection.send(Connection.pack(packet, attachments, Loss.NEVER));
        }
    }

    /** Sends the packet that opens this socket for the client; no event goes before it. */
    void greet() {
        send(PacketCodec.connected(namespace().name(), id()));
        stage.compareAndSet(Stage.NEW, Stage.OPEN);
    }

    private void send(String packet) {
        connection.send(Connection.pack(packet, List.of(), Loss.NEVER));
    }

    void answered(long id, JsonArray data) {
        acks.answered(id, data);
    }

    @Override
    public boolean isConnected() {
        return stage.get() == Stage.OPEN;
    }

    @Override
    public void disconnect() {
        if (isConnected()) {
            send(PacketCodec.disconnect(namespace().name()));
            client.leave(this);
        }
    }

    @Override
    public void close(Ending ending) {
        connection.close(ending);
    }

    /** The socket is over; nothing is sent any more. */
    void end() {
        stage.set(Stage.OVER);
        acks.cancelAll();
    }
}
