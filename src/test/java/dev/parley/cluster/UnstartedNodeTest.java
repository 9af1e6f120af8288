package dev.parley.cluster;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** {@link NodeTest} starts its nodes. */
class UnstartedNodeTest {

    private final Node node = new Node();

    @Test
    void isNotConnected() {
        assertFalse(node.isConnected());
    }

    @Test
    void canBeStopped() {
        assertDoesNotThrow(node::stop);
    }

    @Test
    void hasNoMembersYet() {
        assertThrows(IllegalStateException.class, node::members);
    }
}
