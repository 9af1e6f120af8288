package dev.parley.engineio;

import dev.parley.config.Settings;
import dev.parley.engineio.EnginePacket.Close;
import dev.parley.engineio.EnginePacket.Malformed;
import dev.parley.engineio.EnginePacket.Message;
import dev.parley.engineio.EnginePacket.Open;
import dev.parley.engineio.EnginePacket.Ping;
import dev.parley.engineio.EnginePacket.Pong;
import dev.parley.flow.Ending;
import dev.parley.flow.Frame;
import dev.parley.flow.Heartbeat;
import dev.parley.flow.Intake;
import dev.parley.flow.Loss;
import dev.parley.flow.ThreadPools;
import dev.parley.flow.Transport;
import dev.parley.security.Secrets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One Engine.IO session: its secret id, its heartbeat, and the packets in both directions.
 *
 * <p>{@link #send} and {@link #close} are thread-safe; {@link #receive} is called by one thread at
 * a time. The server pings; a client that owes its pong for longer than the ping time-out is gone.
 */
public final class Connection {

    private final String sid = Secrets.random(15);
    private final Transport transport;
    private final HandshakeRequest handshake;
    private final Settings settings;
    private final Heartbeat heartbeat;
    private final Consumer<Connection> afterwards;
    private final AtomicBoolean closed = new AtomicBoolean();

    private ConnectionListener listener;

    Connection(
            Function<Consumer<Ending>, Transport> transport,
            HandshakeRequest handshake,
            Settings settings,
            ThreadPools threads,
            Consumer<Connection> afterwards) {
        this.transport = transport.apply(this::close);
        this.handshake = handshake;
        this.settings = settings;
        this.heartbeat =
                new Heartbeat(
                        threads.timers(),
                        settings.heartbeat().interval(),
                        settings.heartbeat().timeout(),
                        this.transport.intake(),
                        () -> sendPacket(new Ping("")),
                        () -> close(Ending.NORMAL));
        this.afterwards = afterwards;
    }

    /** The id that is the key to this session; never given to other clients. */
    String sid() {
        return sid;
    }

    public HandshakeRequest handshake() {
        return handshake;
    }

    /** Bounds what the layer above has not handled yet. */
    public Intake intake() {
        return transport.intake();
    }

    void start(ConnectionListener upper) {
        listener = upper;
        sendPacket(new Open(openJson()));
        heartbeat.beat();
    }

    private String openJson() {
        return "{\"sid\":\"%s\",\"upgrades\":[],\"pingInterval\":%d,\"pingTimeout\":%d,\"maxPayload\":%d}"
                .formatted(
                        sid,
                        settings.heartbeat().interval().toMillis(),
                        settings.heartbeat().timeout().toMillis(),
                        settings.connections().maxPayload());
    }

    /** Takes a packet from the client. */
    void receive(EnginePacket packet) {
        if (closed.get()) {
            return;
        }
        if (packet instanceof Message message) {
            listener.onMessage(message.text());
        } else if (packet instanceof Pong) {
            heartbeat.onPong();
        } else if (packet instanceof Close) {
            close(Ending.NORMAL);
        } else if (packet instanceof Malformed || packet instanceof Ping) {
            // Only the server pings in version 4 of the protocol.
            close(Ending.NORMAL);
        }
    }

    void receiveBinary(int size) {
        if (!closed.get()) {
            listener.onBinary(size);
        }
    }

    /** Sends a frame that was packed before. */
    public void send(Frame frame) {
        transport.send(frame);
    }

    /** Packs a message for {@link #send}. */
    public static Frame pack(String message, List<byte[]> attachments, Loss loss) {
        String wire = "4" + message;
        List<Object> parts = new ArrayList<>();
        parts.add(new EnginePacket.Encoded(wire));
        parts.addAll(attachments);
        int bytes = Frame.utf8Length(wire);
        for (byte[] attachment : attachments) {
            bytes += attachment.length;
        }
        return new Frame(parts, bytes, loss);
    }

    private void sendPacket(EnginePacket packet) {
        String wire = EnginePacketCodec.encode(packet);
        send(Frame.of(packet, Frame.utf8Length(wire), Loss.NEVER));
    }

    /** Closes the transport at once. */
    public void close(Ending ending) {
        transport.close(ending);
        onTransportClosed();
    }

    /** The transport has ended, whoever ended it. */
    void onTransportClosed() {
        if (closed.compareAndSet(false, true)) {
            heartbeat.stop();
            transport.close(Ending.NORMAL);
            afterwards.accept(this);
            if (listener != null) {
                listener.onClose();
            }
        }
    }
}
