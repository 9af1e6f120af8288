package dev.parley.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChannelsTest {

    private final Namespace namespace = new Namespace("/realtime", null, true);
    private final Channels channels = namespace.channels();
    private final SocketRegistry registry = new SocketRegistry();
    private final TestSocket ada = here("a");
    private final TestSocket bob = here("b");

    private TestSocket here(String id) {
        TestSocket socket = new TestSocket(id, "user-" + id, namespace);
        registry.add(socket, 10);
        return socket;
    }

    @Test
    void onlyWhoSubscribedHearsAChannel() {
        assertTrue(channels.subscribe(ada, "price:BTC", 10));
        assertEquals(Set.of(ada), Set.copyOf(channels.listeners("price:BTC")));
        assertTrue(channels.listeners("price:ETH").isEmpty());
    }

    @Test
    void aRepeatedSubscriptionChangesNothing() {
        assertTrue(channels.subscribe(ada, "c", 1));
        assertTrue(channels.subscribe(ada, "c", 1));
        assertEquals(1, channels.listeners("c").size());
        assertTrue(channels.unsubscribe(ada, "c"));
        assertFalse(channels.unsubscribe(ada, "c"));
        assertTrue(channels.listeners("c").isEmpty());
    }

    @Test
    void aSocketHearsNoMoreChannelsThanAllowed() {
        assertTrue(channels.subscribe(ada, "1", 2));
        assertTrue(channels.subscribe(ada, "2", 2));
        assertFalse(channels.subscribe(ada, "3", 2));
        assertTrue(channels.subscribe(bob, "3", 2));
        channels.unsubscribe(ada, "1");
        assertTrue(channels.subscribe(ada, "3", 2));
    }

    @Test
    void aSocketThatGoesLeavesNothingBehindAndCannotSubscribeAnyMore() {
        channels.subscribe(ada, "1", 10);
        channels.subscribe(ada, "2", 10);
        channels.subscribe(bob, "2", 10);
        registry.remove(ada);
        assertEquals(List.of(bob), List.copyOf(channels.listeners("2")));
        assertFalse(channels.subscribe(ada, "1", 10));
        assertEquals(1, channels.count());
    }

    @Test
    void aVerbatimNamespaceSpeaksToKebabClientsAsToAll() {
        ada.learnNaming("new-block");
        assertEquals(Naming.SNAKE, ada.naming());
        TestSocket elsewhere = new TestSocket("c", "user-c");
        elsewhere.learnNaming("new-block");
        assertEquals(Naming.KEBAB, elsewhere.naming());
    }
}
