package dev.parley.socketio;

import dev.parley.api.ErrorCode;
import dev.parley.api.Inbound;
import dev.parley.api.Loss;
import dev.parley.engineio.Connection;
import dev.parley.engineio.ConnectionListener;
import dev.parley.flow.Ending;
import dev.parley.flow.Frame;
import dev.parley.hub.Namespace;
import dev.parley.hub.SocketEvents;
import dev.parley.socketio.ClientAcceptor.Surroundings;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The Socket.IO layer of one connection: tracks the namespaces that the client has joined, and
 * handles its packets.
 *
 * <p>{@link #onMessage} and {@link #onBinary} are called by one thread at a time; everything else
 * is thread-safe. A protocol violation closes this connection and affects no other.
 */
final class Client implements ConnectionListener {

    private static final Logger LOG = Logger.getLogger(Client.class.getName());

    private final Connection connection;
    private final Surroundings around;
    private final Attachments attachments;
    private final SocketEvents events = new SocketEvents();
    private final JoinTimer joinTimer;

    /**
     * Guarded by itself. The value is empty until the CONNECT for that namespace has been answered.
     */
    private final Map<String, Optional<ClientSocket>> sockets = new HashMap<>();

    private boolean closed;

    Client(Connection connection, Surroundings around) {
        this.connection = connection;
        this.around = around;
        this.attachments =
                new Attachments(
                        around.settings().transports().maxAttachments(),
                        around.settings().connections().maxPayload());
        this.joinTimer =
                new JoinTimer(
                        around.threads().timers(),
                        around.settings(),
                        connection.isPolling(),
                        this::endIfUnused);
        joinTimer.start();
    }

    private void endIfUnused() {
        boolean unused;
        synchronized (sockets) {
            unused = isUnused();
        }
        if (unused) {
            around.threads().end(() -> connection.close(Ending.POLICY));
        }
    }

    private boolean isUnused() {
        return sockets.values().stream().noneMatch(Optional::isPresent);
    }

    Connection connection() {
        return connection;
    }

    @Override
    public void onMessage(String text) {
        try {
            if (attachments.areOwed()) {
                throw new PacketException("text instead of an attachment");
            }
            Packet packet = PacketCodec.decode(text);
            if (packet instanceof Packet.Connect connect) {
                connect(connect);
            } else if (packet instanceof Packet.Announcement announcement) {
                // Throws if the client has not joined the namespace: a protocol violation.
                joined(packet.namespace());
                attachments.expect(announcement, Frame.utf8Length(text));
            } else {
                onPacket(packet, Frame.utf8Length(text));
            }
        } catch (PacketException e) {
            refuse(e);
        }
    }

    @Override
    public void onBinary(byte[] data) {
        try {
            Optional<Packet> packet = attachments.take(data);
            if (packet.isPresent()) {
                onPacket(packet.get(), attachments.bytes());
            }
        } catch (PacketException e) {
            refuse(e);
        }
    }

    private void refuse(PacketException violation) {
        LOG.log(
                Level.FINE,
                "Closing the connection of {0}: invalid Socket.IO packet: {1}",
                new Object[] {connection.handshake().remoteAddress(), violation.getMessage()});
        connection.close(Ending.POLICY);
    }

    private ClientSocket joined(String namespace) throws PacketException {
        synchronized (sockets) {
            return sockets.getOrDefault(namespace, Optional.empty())
                    .orElseThrow(() -> new PacketException("not in this namespace"));
        }
    }

    private void onPacket(Packet packet, int size) throws PacketException {
        ClientSocket socket = joined(packet.namespace());
        if (packet instanceof Packet.Event event) {
            onEvent(socket, event, size);
        } else if (packet instanceof Packet.Ack ack) {
            socket.answered(ack.id(), ack.data());
        } else {
            leave(socket);
        }
    }

    private void onEvent(ClientSocket socket, Packet.Event packet, int size) {
        if (!connection.intake().admit(size)) {
            connection.close(Ending.POLICY);
            return;
        }
        events.queueEvent(
                socket,
                inbound(packet),
                value -> socket.acknowledge(this, packet.ack().orElseThrow(), value),
                () -> connection.intake().release(size));
    }

    private static Inbound inbound(Packet.Event packet) {
        JsonValue name = packet.data().get(0);
        List<JsonValue> arguments = packet.data().subList(1, packet.data().size());
        return new Inbound(
                name instanceof JsonString string ? string.getString() : name.toString(),
                arguments,
                packet.ack().isPresent());
    }

    private void connect(Packet.Connect packet) throws PacketException {
        String name = packet.namespace();
        Optional<Namespace> namespace = around.registry().namespace(name);
        if (namespace.isEmpty()) {
            send(PacketCodec.connectError(name, "Invalid namespace", null));
            return;
        }
        synchronized (sockets) {
            if (sockets.putIfAbsent(name, Optional.empty()) != null) {
                throw new PacketException("CONNECT twice");
            }
        }
        new PendingConnect(this, around, namespace.get(), packet.auth()).begin();
    }

    /**
     * Opens a socket whose CONNECT was accepted.
     *
     * @param entry adds the socket to the registry and returns whether it was added; not called if
     *     the client has disconnected
     * @param greeting sends the CONNECT reply, in order with the socket's events
     * @return false if the client has disconnected or {@code entry} returned false
     */
    boolean admit(ClientSocket socket, BooleanSupplier entry, Runnable greeting) {
        boolean lost;
        synchronized (sockets) {
            if (closed) {
                return false;
            }
            if (!entry.getAsBoolean()) {
                sockets.remove(socket.namespace().name());
                return false;
            }
            sockets.put(socket.namespace().name(), Optional.of(socket));
            events.queueConnect(socket, greeting, this::abandon);
            // Sending the missed events can overflow the outbox, which closes the connection.
            lost = closed;
            connection.setJoined(true);
            joinTimer.stop();
        }
        events.startQueued();
        if (lost) {
            lose(socket);
        }
        return true;
    }

    private void abandon() {
        around.threads().end(() -> connection.close(Ending.TRY_AGAIN));
    }

    /** Returns whether the connection is closed. */
    boolean isGone() {
        synchronized (sockets) {
            return closed;
        }
    }

    /** Refuses a CONNECT; the connection stays open. */
    void refuse(String namespace, String code, String message) {
        synchronized (sockets) {
            if (closed) {
                return;
            }
            sockets.remove(namespace);
        }
        String data = "{\"code\":\"" + code + "\"}";
        send(PacketCodec.connectError(namespace, message, data));
    }

    private void send(String packet) {
        connection.send(Connection.pack(packet, List.of(), Loss.NEVER));
    }

    /** Closes one socket; the connection stays open. */
    void leave(ClientSocket socket) {
        synchronized (sockets) {
            sockets.remove(socket.namespace().name(), Optional.of(socket));
            if (!closed && isUnused()) {
                connection.setJoined(false);
                joinTimer.start();
            }
        }
        end(socket);
    }

    @Override
    public void onPing() {
        present().forEach(ClientSocket::pinged);
    }

    @Override
    public void onPong() {
        present().forEach(ClientSocket::ponged);
    }

    /** Returns the sockets whose CONNECT has been answered. */
    List<ClientSocket> present() {
        synchronized (sockets) {
            return sockets.values().stream().flatMap(Optional::stream).toList();
        }
    }

    @Override
    public void onClose() {
        List<ClientSocket> left;
        synchronized (sockets) {
            closed = true;
            left = present();
            sockets.clear();
        }
        joinTimer.stop();
        left.forEach(this::lose);
    }

    /**
     * Handles the loss of a socket's connection: keeps the socket for recovery if possible, and
     * closes it otherwise.
     */
    private void lose(ClientSocket socket) {
        if (socket.park()) {
            // Another connection may recover the socket only after its queued events are handled.
            events.queueDisconnect(socket, () -> around.recovery().keep(socket));
        } else {
            end(socket);
        }
    }

    /** Closes a socket whose CONNECT has not been answered yet, and refuses that CONNECT. */
    void expel(ClientSocket socket) {
        leave(socket);
        ErrorCode code = ErrorCode.ACCESS_DENIED;
        refuse(socket.namespace().name(), code.name(), code.message());
    }

    /** Makes a parked socket unrecoverable. */
    void giveUp(ClientSocket socket) {
        around.recovery().revoke(socket);
    }

    private void end(ClientSocket socket) {
        socket.end();
        if (around.registry().remove(socket)) {
            events.queueDisconnect(socket, () -> {});
        }
    }
}
