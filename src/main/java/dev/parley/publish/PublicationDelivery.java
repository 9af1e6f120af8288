package dev.parley.publish;

import dev.parley.hub.Arguments;
import dev.parley.hub.Event;
import dev.parley.hub.Json;
import dev.parley.hub.Rendition;
import dev.parley.hub.Socket;
import dev.parley.hub.SocketRegistry;
import dev.parley.room.LocalRooms;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Brings publications to those on this node whom they are for. Thread-safe. */
@ApplicationScoped
public class PublicationDelivery {

    @Inject private SocketRegistry registry;
    @Inject private LocalRooms rooms;

    /** Emits to all receivers; to those of one room in the order of the calls. */
    void deliver(Publication publication) {
        Rendition rendition = new Rendition(event(publication));
        toReceivers(publication, sockets -> sockets.forEach(socket -> socket.emit(rendition)));
    }

    /**
     * Gives the receivers to somebody, now or, for a room, in its turn.
     *
     * @param end is called once and does not block
     */
    void toReceivers(Publication publication, Consumer<List<Socket>> end) {
        if (publication.target() instanceof Target.InRoom room) {
            String id = room.roomId();
            rooms.stripe(id).execute(() -> end.accept(without(publication, rooms.live(id))));
        } else {
            end.accept(without(publication, receivers(publication.target())));
        }
    }

    private static List<Socket> without(Publication publication, Collection<Socket> sockets) {
        return sockets.stream()
                .filter(socket -> !socket.id().equals(publication.except()))
                .toList();
    }

    private Collection<Socket> receivers(Target target) {
        if (target instanceof Target.InNamespace in) {
            return registry.in(List.of(in.namespace()));
        } else if (target instanceof Target.OnChannel on) {
            return registry.namespace(on.namespace())
                    .map(namespace -> namespace.channels().listeners(on.channel()))
                    .orElse(List.of());
        } else if (target instanceof Target.OfUser of) {
            return in(of.namespace(), registry.byUser(of.userId()).stream());
        } else if (target instanceof Target.OneConnection one) {
            return in(one.namespace(), registry.byId(one.connectionId()).stream());
        }
        return registry.all();
    }

    private static List<Socket> in(String namespace, Stream<Socket> sockets) {
        return sockets.filter(
                        socket -> namespace == null || socket.namespace().name().equals(namespace))
                .toList();
    }

    /** The event, in both namings for the namespaces that have two. */
    static Event event(Publication publication) {
        String name = publication.event();
        Object data = publication.data() == null ? new Arguments(List.of()) : publication.data();
        return Event.irregular(
                name, data, () -> new Event.Form(Event.kebabName(name), kebabData(data)));
    }

    private static Object kebabData(Object data) {
        boolean plain =
                data instanceof Arguments
                        || data instanceof JsonValue json && !(json instanceof JsonObject)
                        || !Json.write(data).startsWith("{");
        return plain ? data : Event.kebabData(data);
    }
}
