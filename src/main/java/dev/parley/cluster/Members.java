package dev.parley.cluster;

import java.util.List;

/**
 * Who is in the cluster as one node sees it; after a partition each side sees itself. Immutable.
 *
 * @param self the node that sees
 * @param nodes the names of all, this one included
 */
public record Members(String self, List<String> nodes) {

    public Members {
        nodes = List.copyOf(nodes);
    }

    public boolean contains(String node) {
        return nodes.contains(node);
    }

    /** All but this one. */
    public List<String> others() {
        return nodes.stream().filter(node -> !node.equals(self)).toList();
    }
}
