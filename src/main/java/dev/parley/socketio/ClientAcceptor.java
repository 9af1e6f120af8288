package dev.parley.socketio;

import dev.parley.config.Settings;
import dev.parley.engineio.Connection;
import dev.parley.engineio.ConnectionAcceptor;
import dev.parley.engineio.ConnectionListener;
import dev.parley.flow.ThreadPools;
import dev.parley.hub.Admission;
import dev.parley.hub.Reentry;
import dev.parley.hub.RightsReview;
import dev.parley.hub.SocketRegistry;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

/** Creates the Socket.IO client of each new Engine.IO connection. Thread-safe. */
@ApplicationScoped
public class ClientAcceptor implements ConnectionAcceptor {

    /** The services that all clients share. */
    record Surroundings(
            SocketRegistry registry,
            Admission admission,
            Recovery recovery,
            Reentry reentry,
            Iterable<RightsReview> reviews,
            Settings settings,
            ThreadPools threads) {}

    @Inject private SocketRegistry registry;
    @Inject private Admission admission;
    @Inject private Recovery recovery;
    @Inject private Reentry reentry;
    @Inject private Instance<RightsReview> reviews;
    @Inject private Settings settings;
    @Inject private ThreadPools threads;

    private Surroundings surroundings;

    @PostConstruct
    void gather() {
        surroundings =
                new Surroundings(
                        registry,
                        admission,
                        recovery,
                        reentry,
                        reviews.stream().toList(),
                        settings,
                        threads);
    }

    @Override
    public String path() {
        return settings.transports().path();
    }

    @Override
    public ConnectionListener accept(Connection connection) {
        return new Client(connection, surroundings);
    }
}
