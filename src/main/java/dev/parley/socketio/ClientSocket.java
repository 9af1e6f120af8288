package dev.parley.socketio;

import dev.parley.api.Arguments;
import dev.parley.api.Handshake;
import dev.parley.api.Loss;
import dev.parley.api.User;
import dev.parley.engineio.Connection;
import dev.parley.flow.Ending;
import dev.parley.flow.Frame;
import dev.parley.flow.Timers;
import dev.parley.hub.Json;
import dev.parley.hub.LocalSocket;
import dev.parley.hub.Namespace;
import dev.parley.hub.Naming;
import dev.parley.hub.Rendition;
import dev.parley.security.Secrets;
import jakarta.json.JsonArray;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The socket of a Socket.IO client. Thread-safe.
 *
 * <p>With connection state recovery, the socket survives the loss of its connection for a while.
 * While it is parked, it records the events sent to it, and a new connection of the same client can
 * recover it.
 */
final class ClientSocket extends LocalSocket {

    private enum Stage {
        NEW,
        OPEN,
        PARKED,
        OVER
    }

    private static final int ID_BYTES = 15;
    private static final int RECOVERY_ID_BYTES = 18;

    private final PendingAcks acks;
    private final Optional<String> recoveryId;

    /** Null if recovery is off. */
    private final @Nullable RecoveryLog log;

    /**
     * Guards changes to the fields below, and keeps frames in the same order in the log and on the
     * connection.
     */
    private final Object lock = new Object();

    private Client client;
    private Connection connection;
    private boolean recovered;

    /** The offset after which the last non-empty replay started; null if there was none. */
    private @Nullable String replayedAfter;

    private volatile Stage stage = Stage.NEW;

    /**
     * @param logBytes size limit of the recovery log; 0 turns recovery off
     */
    ClientSocket(
            Client client,
            Connection connection,
            User user,
            Namespace namespace,
            Handshake handshake,
            Optional<Naming> naming,
            Timers timers,
            long logBytes) {
        super(Secrets.random(ID_BYTES), user, namespace, handshake, naming);
        this.client = client;
        this.connection = connection;
        this.acks = new PendingAcks(timers);
        this.log = logBytes > 0 ? new RecoveryLog(logBytes) : null;
        this.recoveryId =
                log == null ? Optional.empty() : Optional.of(Secrets.random(RECOVERY_ID_BYTES));
    }

    /** Returns the secret with which the client can recover this socket. */
    Optional<String> recoveryId() {
        return recoveryId;
    }

    @Override
    public void emit(Rendition rendition) {
        Frame frame = null;
        if (isConnected() || isParked()) {
            frame = rendition.frame(namespace(), naming(), this::pack);
        }
        if (frame == null) {
            return;
        }
        synchronized (lock) {
            if (log != null && rendition.loss() == Loss.NEVER && (isConnected() || isParked())) {
                log.add(rendition.offset(), frame);
            }
            if (isConnected()) {
                connection.send(frame);
            }
        }
    }

    /**
     * Events that must not be lost carry an offset as their last argument; the client recovers from
     * it.
     */
    private Frame pack(Rendition rendition, Naming naming) {
        Rendition.Text text = rendition.text(naming);
        List<String> arguments = text.arguments();
        if (log != null && rendition.loss() == Loss.NEVER) {
            arguments = new ArrayList<>(arguments);
            arguments.add('"' + rendition.offset() + '"');
        }
        return pack(text, arguments, OptionalLong.empty(), rendition.loss());
    }

    private Frame pack(Rendition.Text text, List<String> arguments, OptionalLong ack, Loss loss) {
        int attachments = text.attachments().size();
        String packet =
                PacketCodec.event(namespace().name(), ack, text.name(), arguments, attachments);
        return Connection.pack(packet, text.attachments(), loss);
    }

    @Override
    public long pendingBytes() {
        Connection present;
        synchronized (lock) {
            present = connection;
        }
        return present.pendingBytes();
    }

    @Override
    public Collection<? extends LocalSocket> ofConnection() {
        Client present;
        synchronized (lock) {
            present = client;
        }
        return present.present();
    }

    @Override
    public CompletionStage<JsonArray> emitWithAck(Rendition rendition, Duration timeout) {
        Rendition.Text text = rendition.text(naming());
        return acks.expect(
                timeout,
                id -> sendNow(pack(text, text.arguments(), OptionalLong.of(id), Loss.NEVER)));
    }

    private void sendNow(Frame frame) {
        synchronized (lock) {
            if (isConnected()) {
                connection.send(frame);
            }
        }
    }

    /**
     * Acknowledges an event of the client.
     *
     * @param asked the client that received the event; after a recovery, acknowledgements for the
     *     former connection are dropped, because the client restarts its ack ids
     */
    void acknowledge(Client asked, long id, Object value) {
        List<byte[]> attachments = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (Object argument : Arguments.of(value)) {
            values.add(Json.write(argument, attachments));
        }
        String packet = PacketCodec.ack(namespace().name(), id, values, attachments.size());
        Frame frame = Connection.pack(packet, attachments, Loss.NEVER);
        synchronized (lock) {
            if (isConnected() && client == asked) {
                connection.send(frame);
            }
        }
    }

    /** Sends the CONNECT reply; no event precedes it. */
    void greet() {
        synchronized (lock) {
            if (stage == Stage.NEW) {
                stage = Stage.OPEN;
                sendGreeting();
            }
        }
    }

    private void sendGreeting() {
        send(PacketCodec.connected(namespace().name(), id(), recoveryId));
    }

    private void send(String packet) {
        connection.send(Connection.pack(packet, List.of(), Loss.NEVER));
    }

    void answered(long id, JsonArray data) {
        acks.answered(id, data);
    }

    /** Notes that a ping is about to be sent. */
    void pinged() {
        if (log != null) {
            synchronized (lock) {
                log.pinged();
            }
        }
    }

    /** Notes that the client has received everything sent before the ping. */
    void ponged() {
        if (log != null) {
            synchronized (lock) {
                log.ponged();
            }
        }
    }

    @Override
    public boolean isConnected() {
        return stage == Stage.OPEN;
    }

    @Override
    public boolean isParked() {
        return stage == Stage.PARKED;
    }

    @Override
    public boolean isRecovered() {
        return recovered;
    }

    /**
     * Parks the socket after its connection is lost: from now on it records all events.
     *
     * @return false if this socket cannot be recovered
     */
    boolean park() {
        synchronized (lock) {
            if (log == null || stage != Stage.OPEN) {
                return false;
            }
            stage = Stage.PARKED;
        }
        acks.cancelAll();
        return true;
    }

    /**
     * Continues on another connection: sends the missed events, then the CONNECT reply, then new
     * events.
     *
     * <p>A client that sends the same offset again, although events were replayed after it, never
     * saw the CONNECT reply. It may have received some of the events, however: socket.io-client
     * (4.8.4) buffers events that arrive before the reply, keeps them across a disconnect, and
     * delivers them after the next connect, together with the replayed ones. To avoid duplicates,
     * that client gets a new session.
     *
     * @param offset the last offset that the client received
     * @return false if the server cannot determine what the client missed
     */
    boolean resume(Client next, Connection nextConnection, User renewed, String offset) {
        synchronized (lock) {
            Optional<List<Frame>> missed = log == null ? Optional.empty() : log.after(offset);
            if (stage != Stage.PARKED || missed.isEmpty() || offset.equals(replayedAfter)) {
                return false;
            }
            if (!missed.get().isEmpty()) {
                replayedAfter = offset;
            }
            if (!renewed.anonymous()) {
                refresh(renewed);
            }
            client = next;
            connection = nextConnection;
            recovered = true;
            stage = Stage.OPEN;
            missed.get().forEach(connection::send);
            sendGreeting();
        }
        return true;
    }

    @Override
    public void disconnect() {
        Client present;
        Stage before;
        synchronized (lock) {
            present = client;
            before = stage;
            if (before == Stage.OPEN) {
                send(PacketCodec.disconnect(namespace().name()));
            } else {
                // Set under the lock, so that the socket cannot be recovered or greeted
                // concurrently.
                stage = Stage.OVER;
            }
        }
        switch (before) {
            case NEW -> present.expel(this);
            case OPEN -> present.leave(this);
            case PARKED -> present.giveUp(this);
            case OVER -> {
                // Already closed.
            }
        }
    }

    @Override
    public void close(Ending ending) {
        Connection present;
        synchronized (lock) {
            present = connection;
        }
        if (isConnected()) {
            present.finish(ending);
        }
    }

    /** Closes the socket; nothing is sent afterwards. */
    void end() {
        synchronized (lock) {
            stage = Stage.OVER;
        }
        acks.cancelAll();
    }
}
