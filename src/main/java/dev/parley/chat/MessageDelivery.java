package dev.parley.chat;

import dev.parley.history.DurableEvent;
import dev.parley.hub.LocalSocket;
import dev.parley.hub.Rendition;
import dev.parley.hub.SocketRegistry;
import dev.parley.stream.Delivery;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** Converts committed events to events for clients. Thread-safe. */
@ApplicationScoped
public class MessageDelivery implements Delivery {

    private static final RoomRenditions IN_ROOMS = new RoomRenditions();

    @Inject private SocketRegistry registry;

    @Override
    public Function<LocalSocket, Rendition> renditions(DurableEvent event) {
        return event.match(IN_ROOMS);
    }

    @Override
    public void direct(DurableEvent event, Set<String> userIds, Predicate<LocalSocket> to) {
        Function<LocalSocket, Rendition> renditions = event.match(new DirectRenditions(userIds));
        connections(userIds).stream()
                .filter(to)
                .forEach(socket -> socket.emit(renditions.apply(socket)));
    }

    private Set<LocalSocket> connections(Collection<String> userIds) {
        Set<LocalSocket> sockets = new LinkedHashSet<>();
        for (String userId : userIds) {
            registry.byUser(userId).stream()
                    .filter(socket -> ChatNamespaces.ALL.contains(socket.namespace().name()))
                    .forEach(sockets::add);
        }
        return sockets;
    }
}
