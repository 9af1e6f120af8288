package dev.parley.socketio;

import dev.parley.config.Settings;
import dev.parley.engineio.Connection;
import dev.parley.engineio.ConnectionAcceptor;
import dev.parley.engineio.ConnectionListener;
import dev.parley.flow.ThreadPools;
import dev.parley.hub.Admission;
import dev.parley.hub.SocketRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Puts a Socket.IO client on top of each Engine.IO connection. Thread-safe. */
@ApplicationScoped
public class ClientAcceptor implements ConnectionAcceptor {

    @Inject private SocketRegistry registry;
    @Inject private Admission admission;
    @Inject private Settings settings;
    @Inject private ThreadPools threads;

    @Override
    public ConnectionListener accept(Connection connection) {
        return new Client(connection, registry, admission, settings, threads);
    }
}
