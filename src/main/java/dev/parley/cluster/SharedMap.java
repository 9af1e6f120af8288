package dev.parley.cluster;

import java.util.function.BiConsumer;

/**
 * A map that all nodes see and in which each node writes only keys of its own. Thread-safe.
 *
 * <p>Keys are strings and values bytes, so that no user class crosses the cluster.
 */
public interface SharedMap {

    void put(String key, byte[] value);

    void remove(String key);

    /**
     * Tells {@code listener} of each change: the key, and the new value or null.
     *
     * <p>It is called on the thread that made the change, and must not block.
     */
    void listen(BiConsumer<String, byte[]> listener);
}
