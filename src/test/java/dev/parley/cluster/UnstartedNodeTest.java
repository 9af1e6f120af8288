package dev.parley.cluster;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
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
    void startsNoClusterWhereDigitsAreNotThoseOfJGroups() {
        Locale former = Locale.getDefault(Locale.Category.FORMAT);
        Locale.setDefault(Locale.Category.FORMAT, Locale.forLanguageTag("ar-EG"));
        try {
            String refusal =
                    assertThrows(IllegalStateException.class, Node::requireLatinDigits)
                            .getMessage();
            assertTrue(refusal.contains("-Duser.language.format=en"), refusal);
        } finally {
            Locale.setDefault(Locale.Category.FORMAT, former);
        }
    }

    @Test
    void hasNoMembersYet() {
        assertThrows(IllegalStateException.class, node::members);
    }
}
