package dev.parley.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SocketRegistryTest {

    private static final int MANY = 100;

    private final SocketRegistry registry = new SocketRegistry();
    private final Namespace chat = new Namespace("/chat", null);
    private final Namespace root = new Namespace("/", null);
    private final LocalSocket anna = new TestSocket("s1", "anna", chat);
    private final LocalSocket annaToo = new TestSocket("s2", "anna", root);
    private final LocalSocket berta = new TestSocket("s3", "berta", chat);

    @BeforeEach
    void open() {
        registry.open(chat);
        registry.open(root);
    }

    @Test
    void aNamespaceIsFoundByItsName() {
        assertEquals(Optional.of(chat), registry.namespace("/chat"));
        assertEquals(Optional.empty(), registry.namespace("/other"));
    }

    @Test
    void aNamespaceIsOpenedOnce() {
        Namespace again = new Namespace("/chat", null);
        assertThrows(IllegalStateException.class, () -> registry.open(again));
        assertEquals(Optional.of(chat), registry.namespace("/chat"));
    }

    @Test
    void aSocketIsFoundByItsIdItsUserAndItsNamespace() {
        registry.add(anna, MANY);
        registry.add(annaToo, MANY);
        registry.add(berta, MANY);
        assertEquals(Optional.of(anna), registry.byId("s1"));
        assertEquals(Set.of(anna, annaToo), Set.copyOf(registry.byUser("anna")));
        assertEquals(Set.of(anna, berta), Set.copyOf(chat.sockets()));
        assertEquals(Set.of(annaToo), Set.copyOf(registry.in(List.of("/"))));
        assertEquals(
                Set.of(anna, annaToo, berta),
                Set.copyOf(registry.in(List.of("/", "/other", "/chat"))));
        assertEquals(3, registry.count());
    }

    @Test
    void aUserHasAsManySocketsAsAllowedInAllNamespacesTogether() {
        assertTrue(registry.add(anna, 1));
        assertFalse(registry.add(annaToo, 1));
        assertTrue(registry.add(berta, 1));
        assertEquals(Set.of(anna), Set.copyOf(registry.byUser("anna")));
        assertEquals(Set.of(), Set.copyOf(root.sockets()));
        assertEquals(Optional.empty(), registry.byId("s2"));
    }

    @Test
    void aSocketThatGoesMakesRoomForAnother() {
        registry.add(anna, 1);
        registry.remove(anna);
        assertTrue(registry.add(annaToo, 1));
    }

    @Test
    void aSocketThatWasNotLetInIsNotTakenOut() {
        registry.add(anna, 1);
        registry.add(annaToo, 1);
        assertFalse(registry.remove(annaToo));
        assertEquals(Set.of(anna), Set.copyOf(registry.byUser("anna")));
    }

    @Test
    void aSocketIsTakenOutOnce() {
        registry.add(anna, MANY);
        assertTrue(registry.remove(anna));
        assertFalse(registry.remove(anna));
        assertEquals(0, registry.count());
        assertEquals(Optional.empty(), registry.byId("s1"));
        assertEquals(List.of(), List.copyOf(registry.byUser("anna")));
        assertEquals(List.of(), List.copyOf(chat.sockets()));
    }

    @Test
    void theOtherSocketsOfAUserStay() {
        registry.add(anna, MANY);
        registry.add(annaToo, MANY);
        registry.remove(anna);
        assertEquals(Set.of(annaToo), Set.copyOf(registry.byUser("anna")));
        assertEquals(1, registry.count());
    }
}
