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
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

/**
 * A socket that came through the Socket.IO door. Thread-safe.
 *
 * <p>With connection state recovery it outlives its connection for a while: parked, it keeps what
 * it is sent, and another connection of the same client may take it up.
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

    /** Null without recovery. */
    private final RecoveryLog log;

    /** Tells this door's frames from those of others that share a rendition. */
    private final String address;

    /** Also the order in which frames get into the log and to the connection. */
    private final Object lock = new Object();

    private Client client;
    private Connection connection;
    private boolean recovered;

    /** The offset after which something was sent again, the last time that there was anything. */
    private String replayedAfter;

    private volatile Stage stage = Stage.NEW;

    /**
     * @param logBytes that may be kept for a recovery; 0 for no recovery
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
        this.address = "socket.io" + namespace.name();
        this.log = logBytes > 0 ? new RecoveryLog(logBytes) : null;
        this.recoveryId =
                log == null ? Optional.empty() : Optional.of(Secrets.random(RECOVERY_ID_BYTES));
    }

    /** The secret by which the client can take this socket up again. */
    Optional<String> recoveryId() {
        return recoveryId;
    }

    @Override
    public void emit(Rendition rendition) {
        Frame frame = null;
        if (isConnected() || isParked()) {
            frame = rendition.frame(address, naming(), this::pack);
        }
        if (frame == null) {
            return;
        }
        synchronized (lock) {
            boolean kept = log != null && rendition.loss() == Loss.NEVER;
            if (kept && (isConnected() || isParked())) {
                log.add(rendition.offset(), frame);
            }
            if (isConnected()) {
                connection.send(frame);
            }
        }
    }

    /** What may not be lost has an offset as its last argument, by which a client recovers. */
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
     * Answers an event of the client.
     *
     * @param asked who brought the event; an answer for a former connection reaches nobody, since
     *     the client counts anew
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

    /** Sends the packet that opens this socket for the client; no event goes before it. */
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

    /** A ping is about to be sent. */
    void pinged() {
        if (log != null) {
            synchronized (lock) {
                log.pinged();
            }
        }
    }

    /** The client has got what was sent before the ping. */
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
     * The connection is lost: from now on everything is kept.
     *
     * @return false if this socket cannot be taken up again
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
     * Goes on over another connection: what was missed, then the greeting, then what comes.
     *
     * <p>A client that names the same offset as before, though something was sent to it, has not
     * seen the greeting. But it may have some of the events: socket.io-client (4.8.4) keeps those
     * that come before the greeting, does not forget them when the connection breaks, and gives
     * them to the application after the next one, together with those that are sent again.
     *
     * @param offset the last that the client got
     * @return false if nobody knows any more what it missed
     */
    boolean resume(Client next, Connection nextConnection, User renewed, String offset) {
        synchronized (lock) {
            Optional<List<Frame>> missed = log.after(offset);
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
                // Decided here: it may not be taken up, or greeted, a moment later.
                stage = Stage.OVER;
            }
        }
        switch (before) {
            case NEW -> present.expel(this);
            case OPEN -> present.leave(this);
            case PARKED -> present.giveUp(this);
            case OVER -> {
                // Somebody was faster.
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

    /** The socket is over; nothing is sent any more. */
    void end() {
        synchronized (lock) {
            stage = Stage.OVER;
        }
        acks.cancelAll();
    }
}
