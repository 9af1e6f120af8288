package dev.parley.cluster;

import dev.parley.config.Settings;
import dev.parley.flow.ThreadPools;
import dev.parley.flow.Timers;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
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

/**
 * This node in its cluster: an embedded cache manager, and events on a fork of its channel. Started
 * and stopped by the singleton of the rooms; thread-safe in between.
 */
@ApplicationScoped
public class Node {

    private static final Logger LOG = Logger.getLogger(Node.class.getName());
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

    private final List<Messenger.MembersListener> followers = new CopyOnWriteArrayList<>();

    /** Null for a node that is alone; tests part it from others. */
    JChannel channel;

    private DefaultCacheManager manager;
    private Messenger messenger;
    private volatile ReplicatedMap online;
    private volatile ReplicatedMap inRoom;
    private ScheduledThreadPoolExecutor writer;

    /** For the container. */
    public Node() {}

    @Inject
    void useTimersOf(ThreadPools pools) {
        timers = pools.timers();
    }

    /** For tests. */
    Node(Settings settings, DataSource database, ManagedThreadFactory threads, Timers timers) {
        this.timers = timers;
        this.settings = settings;
        this.database = database;
        this.threads = threads;
    }

    /** Finds the others and gets what they know; takes seconds. */
    public void start() {
        writer =
                new ScheduledThreadPoolExecutor(1, threads, new ThreadPoolExecutor.DiscardPolicy());
        Settings.Cluster.Stack stack = stack();
        try {
            if (stack == Settings.Cluster.Stack.NONE) {
                startAlone();
            } else {
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

    /** A database that is a part of this process is shared with nobody. */
    private Settings.Cluster.Stack stack() {
        Settings.Cluster.Stack stack = settings.cluster().stack();
        if (stack != Settings.Cluster.Stack.AUTO) {
            return stack;
        }
        try (Connection connection = database.getConnection()) {
            String url = connection.getMetaData().getURL();
            boolean own = url.matches("jdbc:h2:(?!tcp:|ssl:).*");
            return own ? Settings.Cluster.Stack.NONE : Settings.Cluster.Stack.JDBC;
        } catch (SQLException e) {
            throw new IllegalStateException("The database did not tell what it is", e);
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
        openCaches(new ConfigurationBuilder().clustering().cacheMode(CacheMode.LOCAL).build());
        openMaps();
    }

    private void startWithOthers(JChannel made) throws Exception {
        channel = made;
        GlobalConfigurationBuilder global =
                common(GlobalConfigurationBuilder.defaultClusteredBuilder());
        global.transport()
                .clusterName(settings.cluster().name())
                .addProperty(JGroupsTransport.CHANNEL_CONFIGURATOR, new GivenChannel(channel));
        manager = new DefaultCacheManager(global.build());
        // The caches are asynchronous: a room's work never waits for another node.
        ConfigurationBuilder replicated = new ConfigurationBuilder();
        replicated
                .clustering()
                .cacheMode(CacheMode.REPL_ASYNC)
                .partitionHandling()
                .whenSplit(PartitionHandling.ALLOW_READ_WRITES)
                .mergePolicy(MergePolicy.NONE);
        // Infinispan connects the channel with the first cache that needs it.
        openCaches(replicated.build());
        messenger =
                new Messenger(
                        new ForkChannel(channel, "parley", "events"),
                        Messenger.name(channel.getAddress()),
                        timers,
                        this::onMembers);
        messenger.start(threads);
        openMaps();
    }

    private GlobalConfigurationBuilder common(GlobalConfigurationBuilder global) {
        global.cacheManagerName("parley-" + UUID.randomUUID()).jmx().disable();
        global.metrics().gauges(false).histograms(false);
        return global;
    }

    private void openCaches(Configuration configuration) {
        for (String cache : List.of(ONLINE, IN_ROOM)) {
            manager.defineConfiguration(cache, configuration);
            manager.getCache(cache);
        }
    }

    private void openMaps() {
        online = map(ONLINE);
        inRoom = map(IN_ROOM);
        // Who came or went meanwhile.
        online.onMembers(members());
        inRoom.onMembers(members());
    }

    private ReplicatedMap map(String cacheName) {
        Cache<String, byte[]> cache = manager.getCache(cacheName);
        return new ReplicatedMap(cache, members(), writer);
    }

    private void onMembers(Members members, boolean merged) {
        if (online != null && inRoom != null) {
            online.onMembers(members);
            inRoom.onMembers(members);
            // Infinispan moves the data for a while, and does not tell where it ends. What is
            // written meanwhile is lost if the nodes do not agree on who owns it: nobody waits for
            // an answer. So all is said again, at once by those who were parted.
            for (long delay : MEND_AFTER_CHANGE_SECONDS) {
                writer.schedule(
                        () -> mend(merged || delay == WHEN_QUIET_SECONDS), delay, TimeUnit.SECONDS);
            }
        }
        followers.forEach(follower -> follower.onMembers(members, merged));
    }

    private void mend(boolean anew) {
        online.mend(anew);
        inRoom.mend(anew);
    }

    /** The name of this node; another one at each start. */
    public String name() {
        return messenger.members().self();
    }

    /** Who is there now. */
    public Members members() {
        return messenger.members();
    }

    /** Whether this node is in its cluster, if only alone; not while it starts or stops. */
    public boolean isConnected() {
        return messenger.isConnected();
    }

    /** Has somebody told whenever a node comes or goes, or nodes that were parted have met. */
    public void follow(Messenger.MembersListener follower) {
        followers.add(follower);
    }

    /** What nodes say to each other. */
    public Messenger messenger() {
        return messenger;
    }

    /** Who is connected, by user. */
    public SharedMap online() {
        return online;
    }

    /** Who is in which room, by room and user. */
    public SharedMap inRoom() {
        return inRoom;
    }

    public void stop() {
        writer.shutdownNow();
        if (messenger != null) {
            messenger.stop();
        }
        if (manager != null) {
            manager.stop();
        }
    }
}
