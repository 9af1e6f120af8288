package dev.parley.room;

import dev.parley.api.Target;
import dev.parley.hub.LocalSocket;
import dev.parley.hub.SocketRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The sockets of this node that a target means. Thread-safe. */
@ApplicationScoped
public class Receivers {

    @Inject private SocketRegistry registry;
    @Inject private LocalRooms rooms;
    @Inject private Seats seats;

    /**
     * Gives the receivers to somebody, now or, for a room, in its turn. While this node does not
     * know who has a seat there, nobody receives anything.
     *
     * @param except the id of a connection that is none of them, or null
     * @param end is called once and does not block
     */
    public void of(Target target, String except, Consumer<List<LocalSocket>> end) {
        if (target instanceof Target.InRoom room) {
            String id = room.roomId();
            rooms.stripe(id).execute(() -> end.accept(without(except, inRoom(id))));
        } else {
            end.accept(without(except, now(target)));
        }
    }

    private Collection<LocalSocket> inRoom(String id) {
        return seats.isSuspended(id) ? List.of() : rooms.live(id);
    }

    private static List<LocalSocket> without(String except, Collection<LocalSocket> sockets) {
        return sockets.stream().filter(socket -> !socket.id().equals(except)).toList();
    }

    private Collection<LocalSocket> now(Target target) {
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

    private static List<LocalSocket> in(String namespace, Stream<LocalSocket> sockets) {
        return sockets.filter(
                        socket -> namespace == null || socket.namespace().name().equals(namespace))
                .toList();
    }
}
