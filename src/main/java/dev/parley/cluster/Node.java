package dev.parley.cluster;

import dev.parley.config.Settings;
import dev.parley.flow.Guarded;
import dev.parley.flow.ThreadPools;
import dev.parley.flow.Timers;
import dev.parley.flow.Watchdog;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.text.DecimalFormatSymbols;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.infinispan.Cache;
import org.infinispan.configuration.cache.CacheMode;
import org.infinispan.configuration.cache.Configuration;
import org.infinispan.configuration.cache.ConfigurationBuilder;
import org.infinispan.configuration.global.GlobalConfigurationBuilder;
import org.infinispan.conflict.MergePolicy;
import org.infinispan.manager.DefaultCacheManager;
import org.infinispan.partitionhandling.PartitionHandling;
import org.infinispan.remoting.transport.jgroups.JGroupsTransport;
import org.jgroups.JChannel;
import org.jgroups.fork.ForkChannel;
import org.jspecify.annotations.Nullable;

/**
 * This node in its cluster: an embedded cache manager, and messages on a fork of its channel.
 * {@code Rooms} starts and stops it; thread-safe in between.
 */
@ApplicationScoped
public class Node {

    private static final Logger LOG = Logger.getLogger(Node.class.getName());
    private static final String NOT_TOLD = "A change of members could not be handled";
    private static final long MEND_SECONDS = 30;
    private static final long WHEN_QUIET_SECONDS = 8;
    private static final long[] MEND_AFTER_CHANGE_SECONDS = {0, 1, 3, WHEN_QUIET_SECONDS};
    private static final String ONLINE = "online";
    private static final String IN_ROOM = "inroom";

    @Inject private Settings settings;

    @Resource(lookup = "java:comp/DefaultDataSource")
    private DataSource database;

    @Resource private ManagedThreadFactory threads;

    private Timers timers;
    private @Nullable Watchdog watchdog;

    private final List<Messenger.MembersListener> followers = new CopyOnWriteArrayList<>();

    /** Null without a cluster; tests cut it off from others. */
    @Nullable JChannel channel;

    // Null before the start.
    private @Nullable DefaultCacheManager manager;
    private @Nullable Messenger messenger;
    private volatile @Nullable ReplicatedMap online;
    private volatile @Nullable ReplicatedMap inRoom;
    private @Nullable ScheduledThreadPoolExecutor writer;

    /** For the container. */
    public Node() {}

    @Inject
    void useTimersOf(ThreadPools pools) {
        timers = pools.timers();
        watchdog = pools.watchdog();
    }

    /** For tests. */
    Node(Settings settings, DataSource database, ManagedThreadFactory threads, Timers timers) {
        this.timers = timers;
        this.settings = settings;
        this.database = database;
        this.threads = threads;
    }

    /** Joins the cluster and loads its state; takes seconds. */
    public void start() {
        writer =
                new ScheduledThreadPoolExecutor(1, threads, new ThreadPoolExecutor.DiscardPolicy());
        Settings.Cluster.Stack stack = stack();
        try {
            if (stack == Settings.Cluster.Stack.NONE) {
                startAlone();
            } else {
                requireLatinDigits();
                startWithOthers(new Stack(settings.cluster(), database).channel(stack));
            }
        } catch (RuntimeException | Error e) {
            stop();
            throw e;
        } catch (Exception e) {
            stop();
            throw new IllegalStateException("The cluster could not be joined", e);
        }
        writer.scheduleWithFixedDelay(
                () -> mend(false), MEND_SECONDS, MEND_SECONDS, TimeUnit.SECONDS);
        LOG.log(
                Level.INFO,
                "Node {0} of {1}, found by {2}",
                new Object[] {name(), members().nodes().size(), stack});
    }

    /**
     * Resolves {@code auto}: a node has a cluster only if an address is configured, and not with an
     * embedded database, which cannot be shared.
     */
    private Settings.Cluster.Stack stack() {
        Settings.Cluster.Stack stack = settings.cluster().stack();
        if (stack != Settings.Cluster.Stack.AUTO) {
            return stack;
        }
        if (settings.cluster().bindAddress().isEmpty()) {
            return Settings.Cluster.Stack.NONE;
        }
        try (Connection connection = database.getConnection()) {
            String url = connection.getMetaData().getURL();
            boolean own = url.matches("jdbc:h2:(?!tcp:|ssl:).*");
            return own ? Settings.Cluster.Stack.NONE : Settings.Cluster.Stack.JDBC;
        } catch (SQLException e) {
            throw new IllegalStateException("The JDBC URL of the database could not be read", e);
        }
    }

    private void startAlone() throws Exception {
        messenger =
                new Messenger(
                        null,
                        UUID.randomUUID().toString().substring(0, 16),
                        timers,
                        (all, merged) -> {});
        messenger.start(threads);
        manager =
                new DefaultCacheManager(
                        common(new GlobalConfigurationBuilder().nonClusteredDefault()).build());
        openCaches(
                manager,
                new ConfigurationBuilder().clustering().cacheMode(CacheMode.LOCAL).build());
        openMaps(manager);
    }

    /**
     * Fails in a locale whose digits are not 0 to 9. JGroups (5.5.6) uses formatted numbers as
     * format strings, so Util.printTime would fail at each start.
     */
    static void requireLatinDigits() {
        if (DecimalFormatSymbols.getInstance().getZeroDigit() != '0') {
            throw new IllegalStateException(
                    "JGroups cannot start a cluster in a locale with digits of its own: start Java"
                            + " with -Duser.language.format=en, or set parley.cluster.stack=none");
        }
    }

    private void startWithOthers(JChannel made) throws Exception {
        channel = made;
        GlobalConfigurationBuilder global =
                common(GlobalConfigurationBuilder.defaultClusteredBuilder());
        global.transport()
                .clusterName(settings.cluster().name())
                .addProperty(JGroupsTransport.CHANNEL_CONFIGURATOR, new GivenChannel(made));
        manager = new DefaultCacheManager(global.build());
        // Asynchronous, so that a room's work never waits for another node.
        ConfigurationBuilder replicated = new ConfigurationBuilder();
        replicated
                .clustering()
                .cacheMode(CacheMode.REPL_ASYNC)
                .partitionHandling()
                .whenSplit(PartitionHandling.ALLOW_READ_WRITES)
                .mergePolicy(MergePolicy.NONE);
        // Infinispan connects the channel when the first cache needs it.
        openCaches(manager, replicated.build());
        messenger =
                new Messenger(
                        new ForkChannel(made, "parley", "events"),
                        Messenger.name(made.getAddress()),
                        timers,
                        this::onMembers);
        messenger.start(threads);
        if (watchdog != null) {
            watchdog.watch("messages to nodes", messenger.sending());
        }
        openMaps(manager);
    }

    private GlobalConfigurationBuilder common(GlobalConfigurationBuilder global) {
        global.cacheManagerName("parley-" + UUID.randomUUID()).jmx().disable();
        global.metrics().gauges(false).histograms(false);
        return global;
    }

    private static void openCaches(DefaultCacheManager manager, Configuration configuration) {
        for (String cache : List.of(ONLINE, IN_ROOM)) {
            manager.defineConfiguration(cache, configuration);
            manager.getCache(cache);
        }
    }

    private void openMaps(DefaultCacheManager caches) {
        online = map(caches.getCache(ONLINE));
        inRoom = map(caches.getCache(IN_ROOM));
        // For members that came or went meanwhile.
        online.onMembers(members());
        inRoom.onMembers(members());
    }

    private ReplicatedMap map(Cache<String, byte[]> cache) {
        return new ReplicatedMap(cache, members(), started(writer));
    }

    private void onMembers(Members members, boolean merged) {
        if (online != null && inRoom != null) {
            for (ReplicatedMap map : List.of(online, inRoom)) {
                Guarded.run(LOG, NOT_TOLD, () -> map.onMembers(members));
            }
            // Infinispan moves data for a while and does not report the end. Asynchronous writes
            // during that time are lost if the nodes disagree about the owner. So each node writes
            // its entries again several times; after a merge already at once.
            for (long delay : MEND_AFTER_CHANGE_SECONDS) {
                started(writer)
                        .schedule(
                                () -> mend(merged || delay == WHEN_QUIET_SECONDS),
                                delay,
                                TimeUnit.SECONDS);
            }
        }
        for (Messenger.MembersListener follower : followers) {
            Guarded.run(LOG, NOT_TOLD, () -> follower.onMembers(members, merged));
        }
    }

    private void mend(boolean anew) {
        // A periodic task that throws is never called again.
        Guarded.run(LOG, "Entries could not be written again", () -> mendNow(anew));
    }

    private void mendNow(boolean anew) {
        started(online).mend(anew);
        started(inRoom).mend(anew);
    }

    private static <T> T started(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("The node has not started");
        }
        return part;
    }

    /** The name of this node; new at each start. */
    public String name() {
        return messenger().members().self();
    }

    /** The current members. */
    public Members members() {
        return messenger().members();
    }

    /** Whether this node is in its cluster, even alone; false before, and while it stops. */
    public boolean isConnected() {
        return messenger != null && messenger.isConnected();
    }

    /** Returns whether this node has no cluster, so that no other node can join it. */
    public boolean isAlone() {
        return channel == null;
    }

    /** Adds a listener for nodes that come or go, and for merges. */
    public void follow(Messenger.MembersListener follower) {
        followers.add(follower);
    }

    /** The messages between nodes. */
    public Messenger messenger() {
        return started(messenger);
    }

    /** The users who are connected. */
    public SharedMap online() {
        return started(online);
    }

    /** The users in rooms. */
    public SharedMap inRoom() {
        return started(inRoom);
    }

    /** Leaves the cluster. */
    public void stop() {
        if (writer != null) {
            writer.shutdownNow();
        }
        if (messenger != null) {
            messenger.stop();
        }
        if (manager != null) {
            manager.stop();
        }
    }

    /**
     * Ends what Infinispan leaves behind in this class loader. Called once, after {@link #stop}; no
     * node can start in this class loader afterwards.
     */
    public void release() {
        InfinispanStatics.end();
    }
}
