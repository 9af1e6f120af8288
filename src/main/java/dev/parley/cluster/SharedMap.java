package dev.parley.cluster;

import java.util.Set;
import java.util.function.Predicate;

/**
 * A map that all nodes see and in which each node writes keys of its own only; so no update can be
 * lost. Thread-safe; nothing blocks.
 *
 * <p>Keys are strings and values bytes, so that no user class crosses the cluster. What a node has
 * written is there for the others a moment later, and ends with the node.
 */
public interface SharedMap {

    /** Hears of what all nodes have written; must not block. */
    interface Observer {

        /**
         * A node that is present says something.
         *
         * @param value null if it has nothing more to say of the key
         */
        void onChange(String node, String key, byte[] value);

        /** A node has left, died, or cannot be reached: what it said is void. */
        void onNodeGone(String node);

        /**
         * The end of a key may have gone unheard, while nodes were parted: time to compare.
         *
         * @param says whether the node has something to say of a key now; does not block
         */
        void onAudit(String node, Predicate<String> says);

        /** All who are present: what any other node said is void, whenever it was heard. */
        void onPresent(Set<String> nodes);
    }

    /** Writes an own key; one thread at a time for each. The listener hears of it in this call. */
    void put(String key, byte[] value);

    /**
     * Ends an own key.
     *
     * @param farewell the value that everybody hears before the end, and which tells its reason
     */
    void remove(String key, byte[] farewell);

    /**
     * Sets the observer; it hears of all there is already, of the end of nodes, and of each change
     * at least once.
     */
    void listen(Observer observer);
}
