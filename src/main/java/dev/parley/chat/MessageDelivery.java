package dev.parley.chat;

import dev.parley.flow.Guarded;
import dev.parley.history.DurableEvent;
import dev.parley.hub.Fanout;
import dev.parley.hub.LocalSocket;
import dev.parley.hub.Rendition;
import dev.parley.hub.SocketRegistry;
import dev.parley.stream.Delivery;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.logging.Logger;

/** Converts committed events to events for clients. Thread-safe. */
@ApplicationScoped
public class MessageDelivery implements Delivery {

    private static final Logger LOG = Logger.getLogger(MessageDelivery.class.getName());
    private static final RoomRenditions IN_ROOMS = new RoomRenditions();

    @Inject private SocketRegistry registry;

    @Override
    public Function<LocalSocket, Rendition> renditions(DurableEvent event) {
        return event.match(IN_ROOMS);
    }

    @Override
    public void direct(DurableEvent event, Set<String> userIds, Predicate<LocalSocket> to) {
        Guarded.run(
                LOG,
                "An event of a direct room could not be delivered",
                () -> emitDirect(event, userIds, to));
    }

    private void emitDirect(DurableEvent event, Set<String> userIds, Predicate<LocalSocket> to) {
        Function<LocalSocket, Rendition> renditions = event.match(new DirectRenditions(userIds));
        List<LocalSocket> sockets = connections(userIds).stream().filter(to).toList();
        Fanout.each(sockets, socket -> socket.emit(renditions.apply(socket)));
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
