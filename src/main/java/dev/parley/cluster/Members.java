package dev.parley.cluster;

import java.util.List;

/**
 * The members of the cluster as one node sees them; during a partition each side sees itself.
 * Immutable.
 *
 * @param self the name of this node
 * @param nodes the names of all nodes, this one included
 */
public record Members(String self, List<String> nodes) {

    public Members {
        nodes = List.copyOf(nodes);
    }

    public boolean contains(String node) {
        return nodes.contains(node);
    }

    /** All nodes but this one. */
    public List<String> others() {
        return nodes.stream().filter(node -> !node.equals(self)).toList();
    }
}
