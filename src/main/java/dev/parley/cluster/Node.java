package dev.parley.cluster;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.infinispan.Cache;
import org.infinispan.configuration.cache.CacheMode;
import org.infinispan.configuration.cache.Configuration;
import org.infinispan.configuration.cache.ConfigurationBuilder;
import org.infinispan.configuration.global.GlobalConfigurationBuilder;
import org.infinispan.manager.DefaultCacheManager;

/**
 * This node with its embedded cache manager. Started and stopped by the singleton of the rooms;
 * thread-safe in between.
 */
@ApplicationScoped
public class Node {

    private final String name = UUID.randomUUID().toString().substring(0, 8);

    private DefaultCacheManager manager;
    private SharedMap online;
    private SharedMap inRoom;

    /** Starts the cache manager; takes seconds. */
    public void start() {
        GlobalConfigurationBuilder global = new GlobalConfigurationBuilder().nonClusteredDefault();
        global.cacheManagerName("parley-" + name).jmx().disable();
        global.metrics().gauges(false).histograms(false);
        manager = new DefaultCacheManager(global.build());
        Configuration local =
                new ConfigurationBuilder().clustering().cacheMode(CacheMode.LOCAL).build();
        online = map("online", local);
        inRoom = map("inroom", local);
    }

    private SharedMap map(String cacheName, Configuration configuration) {
        manager.defineConfiguration(cacheName, configuration);
        Cache<String, byte[]> cache = manager.getCache(cacheName);
        return new CacheMap(cache);
    }

    /** The name of this node; another one at each start. */
    public String name() {
        return name;
    }

    /** Who is connected, by node and user. */
    public SharedMap online() {
        return online;
    }

    /** Who is in which room, by node, room and user. */
    public SharedMap inRoom() {
        return inRoom;
    }

    public void stop() {
        if (manager != null) {
            manager.stop();
        }
    }
}
