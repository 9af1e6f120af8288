package dev.parley.cluster;

import java.util.Collection;
import java.util.Map;
import java.util.Set;

/**
 * The answers of other nodes. Immutable.
 *
 * @param silent the nodes that are present and did not answer in time
 */
public record Answers(Map<String, byte[]> byNode, Set<String> silent) {

    public Answers {
        byNode = Map.copyOf(byNode);
        silent = Set.copyOf(silent);
    }

    public Collection<byte[]> all() {
        return byNode.values();
    }
}
