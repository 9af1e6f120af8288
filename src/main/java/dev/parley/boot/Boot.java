package dev.parley.boot;

import dev.parley.config.Settings;
import dev.parley.conversation.IdleRooms;
import dev.parley.flow.Doors;
import dev.parley.flow.Ending;
import dev.parley.flow.Readiness;
import dev.parley.flow.ThreadPools;
import dev.parley.gateway.Gateways;
import dev.parley.history.History;
import dev.parley.history.SearchFiller;
import dev.parley.ops.DatabaseProbe;
import dev.parley.publish.ClusterConnections;
import dev.parley.publish.Surveys;
import dev.parley.room.Broadcast;
import dev.parley.room.Seats;
import dev.parley.security.TokenVerifier;
import dev.parley.server.ApplicationServer;
import dev.parley.stream.DirectRecovery;
import dev.parley.stream.FeedRelay;
import dev.parley.stream.HeadSweep;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/**
 * Starts and stops the application: accepts clients last, and closes their connections first. The
 * container has updated the schema and started {@code Rooms} before, and stops them after.
 */
@Singleton
@Startup
@DependsOn("Rooms")
@TransactionManagement(TransactionManagementType.BEAN)
public class Boot {

    private static final Logger LOG = Logger.getLogger(Boot.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration ANNOUNCEMENT_PATIENCE = Duration.ofMinutes(2);

    @Inject private Settings settings;
    @Inject private TokenVerifier tokens;
    @Inject private History history;
    @Inject private Seats seats;
    @Inject private FeedRelay relay;
    @Inject private HeadSweep sweep;
    @Inject private DirectRecovery directRecovery;
    @Inject private Broadcast broadcast;
    @Inject private Surveys surveys;
    @Inject private ClusterConnections connections;
    @Inject private Gateways gateways;
    @Inject private IdleRooms idleRooms;
    @Inject private SearchFiller searchFiller;
    @Inject private DatabaseProbe databaseProbe;
    @Inject private Doors doors;
    @Inject private Readiness readiness;
    @Inject private ThreadPools threads;
    @Inject private Farewell farewell;
    @Inject private ApplicationServer server;
    @Inject private Config config;

    /** In development mode only. */
    private @Nullable PageAnnouncement announcement;

    @PostConstruct
    void start() {
        tokens.prepare(fetch -> threads.dedicated(fetch).start(), threads.timers()::after);
        history.start();
        seats.start();
        relay.start();
        sweep.start();
        directRecovery.start();
        broadcast.start();
        surveys.start();
        connections.start();
        gateways.open();
        idleRooms.start();
        searchFiller.start();
        databaseProbe.start();
        readiness.open();
        farewell.prepare();
        server.protections().report(server.name());
        LOG.log(Level.INFO, "Parley {0} is ready", settings.version());
        if (settings.dev().enabled()) {
            announcePage();
        }
    }

    private void announcePage() {
        URI page = PageAnnouncement.pageOf(config);
        announcement = new PageAnnouncement(page, System.out, ANNOUNCEMENT_PATIENCE);
        announcement.start(threads::dedicated);
    }

    @PreDestroy
    void stop() {
        if (announcement != null) {
            announcement.stop();
        }
        farewell.say();
        readiness.close();
        doors.closeAll(Ending.SHUTDOWN, PATIENCE);
        history.stop(PATIENCE);
        seats.stop();
        threads.stop(PATIENCE);
        LOG.info("Parley has stopped");
    }
}
