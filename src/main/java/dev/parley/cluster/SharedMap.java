package dev.parley.cluster;

import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A map that all nodes read and in which each node writes only its own keys, so no update can be
 * lost. Thread-safe; nothing blocks.
 *
 * <p>Keys are strings and values are bytes, so that no class crosses the cluster. Entries become
 * visible on other nodes a moment later, and end with their node.
 */
public interface SharedMap {

    /** Follows the entries of all nodes; must not block. */
    interface Observer {

        /**
         * A present node has written an entry.
         *
         * @param value null if the entry was removed
         */
        void onChange(String node, String key, byte @Nullable [] value);

        /** A node has left, died or become unreachable: its entries are void. */
        void onNodeGone(String node);

        /**
         * The removal of a key may have been missed during a partition: compare all entries.
         *
         * @param says whether the node has an entry for a key now; does not block
         */
        void onAudit(String node, Predicate<String> says);

        /** All present nodes: entries of any other node are void. */
        void onPresent(Set<String> nodes);
    }

    /**
     * Writes a key of this node, one thread at a time per key. Notifies the observer in this call.
     */
    void put(String key, byte[] value);

    /**
     * Removes a key of this node.
     *
     * @param farewell a last value, which tells observers the reason
     */
    void remove(String key, byte[] farewell);

    /**
     * Sets the observer. It is notified of all existing entries, and then at least once of each
     * change and of the end of each node.
     */
    void listen(Observer observer);
}
