package dev.parley.room;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Warns once if another node uses the database of a node without a cluster: presence, typing and
 * REST calls then do not reach the clients of that node. For one thread.
 */
final class Strangers {

    private static final Logger LOG = Logger.getLogger(Strangers.class.getName());

    /** A killed node keeps its lease for ten seconds, so at most four looks find it. */
    private static final int LOOKS = 5;

    private final Supplier<List<String>> leases;
    private Map<String, Integer> seen = Map.of();
    private boolean warned;

    /**
     * @param leases returns the other nodes whose lease in the database has not expired; may block
     */
    Strangers(Supplier<List<String>> leases) {
        this.leases = leases;
    }

    /** Looks for other nodes; called every three seconds. */
    void look() {
        if (warned) {
            return;
        }
        Map<String, Integer> now = new HashMap<>();
        for (String node : leases.get()) {
            now.put(node, seen.getOrDefault(node, 0) + 1);
        }
        seen = now;
        if (now.containsValue(LOOKS)) {
            warned = true;
            LOG.log(
                    Level.WARNING,
                    "Another node uses this database, but this node has no cluster: set"
                            + " parley.cluster.bind-address on all nodes");
        }
    }
}
