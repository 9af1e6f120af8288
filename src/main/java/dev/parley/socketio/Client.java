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
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The Socket.IO side of one connection: which namespaces it is in, and what becomes of its packets.
 *
 * <p>Messages arrive one after the other; all else may happen on any thread. What a client may not
 * send ends its connection, and nobody else's.
 */
final class Client implements ConnectionListener {

    private static final Logger LOG = Logger.getLogger(Client.class.getName());

    private final Connection connection;
    private final Surroundings around;
    private final Attachments attachments;
    private final SocketEvents events = new SocketEvents();
    private final Future<?> connectTimer;

    /** Guarded by itself. A namespace whose CONNECT is not answered yet has an empty value. */
    private final Map<String, Optional<ClientSocket>> sockets = new HashMap<>();

    private boolean closed;

    Client(Connection connection, Surroundings around) {
        this.connection = connection;
        this.around = around;
        this.attachments =
                new Attachments(
                        around.settings().transports().maxAttachments(),
                        around.settings().connections().maxPayload());
        this.connectTimer =
                around.threads()
                        .timers()
                        .after(around.settings().heartbeat().connectTimeout(), this::endIfUnused);
    }

    private void endIfUnused() {
        boolean unused;
        synchronized (sockets) {
            unused = sockets.values().stream().noneMatch(Optional::isPresent);
        }
        if (unused) {
            around.threads().end(() -> connection.close(Ending.POLICY));
        }
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
                // Sent for a namespace that this client is not in: the protocol's violation.
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
                "{0} sent what is no packet: {1}",
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
     * A socket has been let in.
     *
     * @param entry makes it known to the registry; called unless the client is gone
     * @param greeting opens it for the client, in line with its events
     * @return false if the client is gone, or {@code entry} says no
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
            events.queueConnect(socket, greeting);
            // What was missed can be more than the connection takes.
            lost = closed;
        }
        connectTimer.cancel(false);
        events.startQueued();
        if (lost) {
            lose(socket);
        }
        return true;
    }

    /** Whether its connection is over. */
    boolean isGone() {
        synchronized (sockets) {
            return closed;
        }
    }

    /** A CONNECT was refused; the connection stays. */
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

    /** Ends one socket; the connection stays. */
    void leave(ClientSocket socket) {
        synchronized (sockets) {
            sockets.remove(socket.namespace().name(), Optional.of(socket));
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

    private List<ClientSocket> present() {
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
        connectTimer.cancel(false);
        left.forEach(this::lose);
    }

    /** The connection of a socket is gone, and the client perhaps comes back. */
    private void lose(ClientSocket socket) {
        if (socket.park()) {
            // Only when its own events are done can another connection take it up.
            events.queueDisconnect(socket, () -> around.recovery().keep(socket));
        } else {
            end(socket);
        }
    }

    /** Ends a socket that the client has not been told of. */
    void expel(ClientSocket socket) {
        leave(socket);
        ErrorCode code = ErrorCode.ACCESS_DENIED;
        refuse(socket.namespace().name(), code.name(), code.message());
    }

    /** Nobody may come back for a socket that was lost. */
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
