package dev.parley.cluster;

import java.util.Collection;
import java.util.Map;
import java.util.Set;

/**
 * What other nodes answered. Immutable.
 *
 * @param silent those who are there and did not answer in time
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
