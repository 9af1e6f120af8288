package dev.parley.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.server.WarningsOf;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.infinispan.Cache;
import org.infinispan.configuration.cache.ConfigurationBuilder;
import org.infinispan.configuration.global.GlobalConfigurationBuilder;
import org.infinispan.manager.DefaultCacheManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What other nodes can write into this node's copy. */
class ReplicatedMapTest {

    private static final int MAX_BYTES = 100_000;

    @RegisterExtension final WarningsOf warnings = new WarningsOf(CopyLimit.class);

    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final Members members = new Members("self", List.of("self", "n2", "n3"));
    private DefaultCacheManager manager;
    private Cache<String, byte[]> cache;
    private ReplicatedMap map;

    @BeforeEach
    void open() {
        manager =
                new DefaultCacheManager(
                        new GlobalConfigurationBuilder()
                                .nonClusteredDefault()
                                .jmx()
                                .disable()
                                .build());
        manager.defineConfiguration("map", new ConfigurationBuilder().build());
        cache = manager.getCache("map");
        map = new ReplicatedMap(cache, members, tasks::add, MAX_BYTES);
    }

    @AfterEach
    void close() {
        manager.stop();
    }

    private void write(String node, int i) {
        cache.put(node + "\u001fkey-" + i, new Word(0, new byte[100]).toBytes());
        while (!tasks.isEmpty()) {
            tasks.poll().run();
        }
    }

    private long entriesOf(String node) {
        return cache.keySet().stream().filter(name -> name.startsWith(node)).count();
    }

    @Test
    void entriesOfOtherNodesAreBounded() {
        for (int i = 0; i < 300; i++) {
            map.put("key-" + i, new byte[100]);
        }
        for (int i = 0; i < 20; i++) {
            write("n3", i);
        }
        for (int i = 0; i < 10_000; i++) {
            write("n2", i);
            assertTrue(entriesOf("n2") * 500 < MAX_BYTES * 5 / 4, "at " + i);
        }
        assertEquals(300, entriesOf("self"));
        assertEquals(20, entriesOf("n3"));
        assertEquals(1, warnings.records().size());
    }

    @Test
    void entriesOfUnknownNodesDoNotStay() {
        for (int i = 0; i < 10_000; i++) {
            write("n" + (i + 10), i);
            assertTrue(cache.size() < MAX_BYTES / 400, "at " + i);
        }
    }

    @Test
    void fewEntriesStay() {
        for (int i = 0; i < 1_000; i++) {
            write("n2", i % 50);
        }
        assertEquals(50, entriesOf("n2"));
        assertEquals(List.of(), warnings.records());
    }
}
