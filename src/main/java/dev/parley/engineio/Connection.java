package dev.parley.engineio;

import dev.parley.api.Loss;
import dev.parley.config.Settings;
import dev.parley.engineio.EnginePacket.Binary;
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
import dev.parley.flow.Link;
import dev.parley.flow.OpenConnection;
import dev.parley.flow.ThreadPools;
import dev.parley.flow.Timers;
import dev.parley.flow.Transport;
import dev.parley.flow.WebSocketLink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One Engine.IO session: its secret id, its heartbeat, and its packets in both directions. It may
 * start with polling and continue over a WebSocket.
 *
 * <p>{@link #send} and {@link #close} are thread-safe; {@link #onEnginePacket} is called by one
 * thread at a time. The server sends pings, and closes the connection if the pong does not arrive
 * within the ping timeout.
 */
public final class Connection implements PacketHandler, OpenConnection {

    /** The maximum time from the handshake filter to the opening of the WebSocket. */
    private static final Duration HANDSHAKE_PATIENCE = Duration.ofSeconds(1);

    private final String sid;
    private final HandshakeRequest handshake;
    private final Settings settings;
    private final ThreadPools threads;
    private final Transport transport;
    private final Heartbeat heartbeat;
    private final Consumer<Connection> afterwards;
    private final Newcomers.Place place;
    private volatile boolean joined;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Empty once the client uses a WebSocket. */
    private volatile Optional<PollingLink> polling;

    private final Posts posts;

    /** Releases the claim of an accepted upgrade handshake; null if there is no claim. */
    private @Nullable Future<?> claim;

    private @Nullable Probe probe;
    private final Object inbound = new Object();

    /** Null before {@link #start}. */
    private @Nullable ConnectionListener listener;

    /**
     * @param polling the link, if it is a polling link
     */
    Connection(
            String sid,
            Link link,
            Optional<PollingLink> polling,
            HandshakeRequest handshake,
            Settings settings,
            ThreadPools threads,
            Newcomers.Place place,
            Consumer<Connection> afterwards) {
        this.sid = sid;
        this.handshake = handshake;
        this.settings = settings;
        this.threads = threads;
        this.polling = polling;
        this.afterwards = afterwards;
        this.place = place;
        this.transport = new Transport(link, settings, threads, this::close);
        this.posts =
                new Posts(
                        threads.timers(),
                        () -> threads.end(() -> drop(Ending.POLICY)),
                        this::isReceiving);
        this.heartbeat =
                new Heartbeat(
                        threads.timers(),
                        settings.heartbeat().interval(),
                        settings.heartbeat().timeout(),
                        transport.intake(),
                        this::ping,
                        () -> threads.end(() -> drop(Ending.NORMAL)));
    }

    /** Returns the id of this session. It is a secret: other clients must never learn it. */
    String sid() {
        return sid;
    }

    public HandshakeRequest handshake() {
        return handshake;
    }

    /** Returns the limiter for events that have not been handled yet. */
    public Intake intake() {
        return transport.intake();
    }

    /** Returns whether the client polls. */
    public boolean isPolling() {
        return polling.isPresent();
    }

    /** Notes that the client has joined a namespace, or has left its last one. */
    public void setJoined(boolean now) {
        joined = now;
        if (now) {
            place.release();
        } else {
            place.take();
        }
    }

    @Override
    public int maxMessage() {
        return joined ? settings.connections().maxPayload() : settings.unjoined().maxPayload();
    }

    /** Returns the polling link, while the client polls. */
    Optional<PollingLink> polling() {
        return polling;
    }

    /** Returns the POSTs that the client has sent. */
    Posts posts() {
        return posts;
    }

    private boolean isReceiving() {
        return polling.map(PollingLink::isReceiving).orElse(true);
    }

    boolean isClosed() {
        return closed.get();
    }

    void start(ConnectionListener upper) {
        listener = upper;
        // Start the timer before the client starts its own, so that the server closes the session
        // before the client's timeout.
        heartbeat.beat();
        sendPacket(new Open(openJson()));
        upper.onOpen();
    }

    private String openJson() {
        boolean upgradable = polling.isPresent() && settings.transports().webSocket();
        return String.format(
                Locale.ROOT,
                "{\"sid\":\"%s\",\"upgrades\":[%s],\"pingInterval\":%d,\"pingTimeout\":%d,\"maxPayload\":%d}",
                sid,
                upgradable ? "\"websocket\"" : "",
                settings.heartbeat().interval().toMillis(),
                settings.heartbeat().timeout().toMillis(),
                settings.connections().maxPayload());
    }

    private void ping() {
        ConnectionListener upper = listener;
        if (upper != null) {
            upper.onPing();
        }
        sendPacket(new Ping(""));
    }

    @Override
    public void onEnginePacket(EnginePacket packet) {
        // A client that violates the protocol may still have a POST in progress while it sends over
        // the WebSocket.
        synchronized (inbound) {
            handle(packet);
        }
    }

    private void handle(EnginePacket packet) {
        ConnectionListener upper = listener;
        if (upper == null || closed.get()) {
            return;
        }
        if (packet instanceof Message message) {
            upper.onMessage(message.text());
        } else if (packet instanceof Binary binary) {
            upper.onBinary(binary.data());
        } else if (packet instanceof Pong) {
            if (heartbeat.onPong()) {
                upper.onPong();
            }
        } else if (packet instanceof Close) {
            polling.ifPresent(PollingLink::clientLeaves);
            drop(Ending.NORMAL);
        } else if (packet instanceof Malformed || packet instanceof Ping) {
            // In Engine.IO v4, only the server sends pings.
            drop(Ending.NORMAL);
        }
    }

    /** Sends a packed frame. */
    public void send(Frame frame) {
        transport.send(
                handshake.wantsBase64() && frame.parts().size() > 1 ? inBase64(frame) : frame);
    }

    /** Returns how many bytes wait to be written. */
    public long pendingBytes() {
        return transport.pendingBytes();
    }

    private static Frame inBase64(Frame frame) {
        List<Object> parts = new ArrayList<>();
        for (Object part : frame.parts()) {
            parts.add(part instanceof byte[] bytes ? new Binary(bytes) : part);
        }
        return new Frame(parts, frame.bytes(), frame.loss());
    }

    /**
     * Packs a message for {@link #send}.
     *
     * @param attachments binary messages that follow it directly
     */
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

    /** Packs a binary message for {@link #send}. */
    public Frame pack(byte[] message, Loss loss) {
        Object part = handshake.wantsBase64() ? new Binary(message) : message;
        return Frame.of(part, message.length, loss);
    }

    private void sendPacket(EnginePacket packet) {
        String wire = EnginePacketCodec.encode(packet);
        transport.send(Frame.of(packet, Frame.utf8Length(wire), Loss.NEVER));
    }

    /**
     * Claims the upgrade of this connection for a WebSocket handshake. If two handshakes arrive,
     * the first one wins, regardless of which WebSocket the container opens first.
     *
     * @return false if the client already uses a WebSocket, or another upgrade is in progress
     */
    synchronized boolean claimUpgrade(Timers timers) {
        if (claim != null || probe != null || polling.isEmpty() || closed.get()) {
            return false;
        }
        claim = timers.after(HANDSHAKE_PATIENCE, this::giveUpClaim);
        return true;
    }

    /** Releases the claim of a handshake that did not open a WebSocket in time. */
    private synchronized void giveUpClaim() {
        claim = null;
    }

    /**
     * Starts the upgrade to the WebSocket that holds the claim.
     *
     * @param afterwards called when the upgrade is complete or has failed
     * @return empty if the WebSocket opened too late
     */
    synchronized Optional<Probe> beginUpgrade(
            WebSocketLink link, ThreadPools threads, Runnable afterwards) {
        if (claim == null || probe != null || polling.isEmpty() || closed.get()) {
            return Optional.empty();
        }
        claim.cancel(false);
        claim = null;
        probe =
                new Probe(
                        this,
                        link,
                        threads.timers(),
                        settings.transports().upgradeTimeout(),
                        afterwards);
        return Optional.of(probe);
    }

    /** Ends polling: the client has confirmed the upgrade and sends nothing by polling any more. */
    synchronized Optional<PollingLink> leavePolling() {
        Optional<PollingLink> former = polling;
        polling = Optional.empty();
        return former;
    }

    /** Sends queued and later frames over the WebSocket. */
    void continueOn(WebSocketLink link) {
        transport.switchTo(link);
    }

    /** Handles a failed upgrade: polling continues. */
    synchronized void abandonUpgrade() {
        probe = null;
        polling.ifPresent(PollingLink::resume);
    }

    @Override
    public void close(Ending ending) {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        heartbeat.stop();
        transport.close(ending);
        place.end();
        afterwards.accept(this);
        Probe trying;
        synchronized (this) {
            trying = probe;
        }
        if (trying != null) {
            trying.connectionEnded();
        }
        posts.close();
        if (listener != null) {
            listener.onClose();
        }
    }

    /** Closes the connection once all queued frames are written. */
    public void finish(Ending ending) {
        transport.finish(() -> threads.end(() -> close(ending)));
    }

    /**
     * Closes the connection without a close packet, because the client has left or violated the
     * protocol.
     */
    void drop(Ending ending) {
        polling.ifPresent(PollingLink::expectNobody);
        close(ending);
    }

    @Override
    public void onTransportClosed() {
        close(Ending.NORMAL);
    }
}
