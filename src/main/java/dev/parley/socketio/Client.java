package dev.parley.socketio;

import dev.parley.config.Settings;
import dev.parley.engineio.Connection;
import dev.parley.engineio.ConnectionListener;
import dev.parley.engineio.HandshakeRequest;
import dev.parley.flow.Ending;
import dev.parley.flow.Frame;
import dev.parley.flow.Loss;
import dev.parley.flow.ThreadPools;
import dev.parley.hub.Admission;
import dev.parley.hub.ErrorCode;
import dev.parley.hub.Handshake;
import dev.parley.hub.Inbound;
import dev.parley.hub.Namespace;
import dev.parley.hub.Naming;
import dev.parley.hub.RefusedException;
import dev.parley.hub.SocketEvents;
import dev.parley.hub.SocketRegistry;
import dev.parley.security.AuthenticationException;
import dev.parley.security.User;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
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
    private final SocketRegistry registry;
    private final Admission admission;
    private final Settings settings;
    private final ThreadPools threads;
    private final SocketEvents events = new SocketEvents();
    private final Future<?> connectTimer;

    /** Guarded by itself. A namespace whose CONNECT is not answered yet has an empty value. */
    private final Map<String, Optional<ClientSocket>> sockets = new HashMap<>();

    private boolean closed;

    Client(
            Connection connection,
            SocketRegistry registry,
            Admission admission,
            Settings settings,
            ThreadPools threads) {
        this.connection = connection;
        this.registry = registry;
        this.admission = admission;
        this.settings = settings;
        this.threads = threads;
        this.connectTimer =
                threads.timers().after(settings.heartbeat().connectTimeout(), this::endIfUnused);
    }

    private void endIfUnused() {
        boolean unused;
        synchronized (sockets) {
            unused = sockets.values().stream().noneMatch(Optional::isPresent);
        }
        if (unused) {
            connection.close(Ending.POLICY);
        }
    }

    @Override
    public void onMessage(String text) {
        try {
            Packet packet = PacketCodec.decode(text);
            if (packet instanceof Packet.Connect connect) {
                connect(connect);
            } else {
                // Sent for a namespace that this client is not in: the protocol's violation.
                ClientSocket socket = joined(packet.namespace());
                if (packet instanceof Packet.Event event) {
                    receive(socket, event, Frame.utf8Length(text));
                } else if (packet instanceof Packet.Ack ack) {
                    socket.answered(ack.id(), ack.data());
                } else {
                    leave(socket);
                }
            }
        } catch (PacketException e) {
            LOG.log(Level.FINE, "{0} sent what is no packet: {1}", describe(e));
            connection.close(Ending.POLICY);
        }
    }

    private Object[] describe(PacketException e) {
        return new Object[] {connection.handshake().remoteAddress(), e.getMessage()};
    }

    @Override
    public void onBinary(int size) {
        LOG.log(Level.FINE, "Binary data without a packet that announces it");
        connection.close(Ending.POLICY);
    }

    private ClientSocket joined(String namespace) throws PacketException {
        synchronized (sockets) {
            return sockets.getOrDefault(namespace, Optional.empty())
                    .orElseThrow(() -> new PacketException("not in this namespace"));
        }
    }

    private void connect(Packet.Connect packet) throws PacketException {
        String name = packet.namespace();
        Optional<Namespace> namespace = registry.namespace(name);
        if (namespace.isEmpty()) {
            send(PacketCodec.connectError(name, "Invalid namespace", null));
            return;
        }
        synchronized (sockets) {
            if (sockets.putIfAbsent(name, Optional.empty()) != null) {
                throw new PacketException("CONNECT twice");
            }
        }
        try {
            admission
                    .admit(token(packet.auth()))
                    .whenComplete(
                            (user, failure) -> {
                                if (failure == null) {
                                    admitted(namespace.get(), user, packet.auth());
                                } else {
                                    refused(name, failure);
                                }
                            });
        } catch (RejectedExecutionException overloaded) {
            connection.close(Ending.TRY_AGAIN);
        }
    }

    private String token(JsonObject auth) {
        HandshakeRequest handshake = connection.handshake();
        return string(auth, "token")
                .or(handshake::headerToken)
                .or(handshake::queryToken)
                .orElse(null);
    }

    private Optional<Naming> naming(JsonObject auth) {
        return string(auth, "naming")
                .or(() -> connection.handshake().naming())
                .flatMap(Naming::ofParameter);
    }

    private static Optional<String> string(JsonObject object, String key) {
        JsonValue value = object.get(key);
        return value instanceof JsonString string
                ? Optional.of(string.getString())
                : Optional.empty();
    }

    private void admitted(Namespace namespace, User user, JsonObject auth) {
        Handshake handshake =
                new Handshake(
                        auth,
                        connection.handshake().query(),
                        connection.handshake().remoteAddress(),
                        Instant.now());
        try {
            namespace.handler().admit(user, handshake);
        } catch (RefusedException refused) {
            synchronized (sockets) {
                sockets.remove(namespace.name());
            }
            refuse(namespace.name(), refused.code().name(), refused.getMessage());
            return;
        }
        ClientSocket socket =
                new ClientSocket(
                        this,
                        connection,
                        user,
                        namespace,
                        handshake,
                        naming(auth),
                        threads.timers());
        boolean taken;
        synchronized (sockets) {
            if (closed) {
                return;
            }
            taken = registry.add(socket, settings.connections().maxPerUser());
            if (taken) {
                sockets.put(namespace.name(), Optional.of(socket));
                events.welcome(socket, socket::greet);
            } else {
                sockets.remove(namespace.name());
            }
        }
        if (taken) {
            connectTimer.cancel(false);
            events.run();
        } else {
            ErrorCode code = ErrorCode.TOO_MANY_CONNECTIONS;
            refuse(namespace.name(), code.name(), code.message());
        }
    }

    private void refused(String namespace, Throwable failure) {
        if (failure instanceof AuthenticationException expected) {
            synchronized (sockets) {
                sockets.remove(namespace);
            }
            refuse(namespace, expected.code(), expected.getMessage());
        } else {
            // Not the client's fault: stock clients try again only if the transport ends.
            LOG.log(Level.WARNING, "A client cannot be let in now", failure);
            connection.close(Ending.TRY_AGAIN);
        }
    }

    private void refuse(String namespace, String code, String message) {
        String data = "{\"code\":\"" + code + "\"}";
        send(PacketCodec.connectError(namespace, message, data));
    }

    private void receive(ClientSocket socket, Packet.Event packet, int size) {
        if (!connection.intake().admit(size)) {
            connection.close(Ending.POLICY);
            return;
        }
        events.handle(
                socket,
                inbound(packet),
                value -> socket.acknowledge(packet.ack().orElseThrow(), value),
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

    /** Ends one socket; the connection stays. */
    void leave(ClientSocket socket) {
        synchronized (sockets) {
            sockets.remove(socket.namespace().name(), Optional.of(socket));
        }
        end(socket);
    }

    @Override
    public void onClose() {
        List<ClientSocket> left;
        synchronized (sockets) {
            closed = true;
            left = sockets.values().stream().flatMap(Optional::stream).toList();
            sockets.clear();
        }
        connectTimer.cancel(false);
        left.forEach(this::end);
    }

    private void end(ClientSocket socket) {
        socket.end();
        if (registry.remove(socket)) {
            events.farewell(socket);
        }
    }

    private void send(String packet) {
        connection.send(Connection.pack(packet, List.of(), Loss.NEVER));
    }
}
