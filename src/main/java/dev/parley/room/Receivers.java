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
import org.jspecify.annotations.Nullable;

/** Finds the sockets of this node that a target addresses. Thread-safe. */
@ApplicationScoped
public class Receivers {

    @Inject private SocketRegistry registry;
    @Inject private LocalRooms rooms;
    @Inject private Seats seats;

    /**
     * Passes the receivers to a consumer: at once, or for a room on its stripe. While this node
     * does not know who has a seat in a room, the room has no receivers.
     *
     * @param except the id of a connection to leave out, or null
     * @param end called once; must not block
     */
    public void of(Target target, @Nullable String except, Consumer<List<LocalSocket>> end) {
        if (target instanceof Target.InRoom room) {
            String id = room.roomId();
            rooms.stripe(id).execute(() -> end.accept(without(except, inRoom(id))));
        } else {
            end.accept(without(except, now(target)));
        }
    }

    /**
     * Does the same for a message from another node. Drops it if too many of these messages wait.
     *
     * @param size the size of the message in bytes
     * @param end called at most once; must not block
     */
    public void offer(
            int size, Target target, @Nullable String except, Consumer<List<LocalSocket>> end) {
        if (target instanceof Target.InRoom room) {
            String id = room.roomId();
            rooms.stripe(id).offer(size, () -> end.accept(without(except, inRoom(id))));
        } else {
            of(target, except, end);
        }
    }

    private Collection<LocalSocket> inRoom(String id) {
        return seats.isSuspended(id) ? List.of() : rooms.live(id);
    }

    private static List<LocalSocket> without(
            @Nullable String except, Collection<LocalSocket> sockets) {
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

    private static List<LocalSocket> in(@Nullable String namespace, Stream<LocalSocket> sockets) {
        return sockets.filter(
                        socket -> namespace == null || socket.namespace().name().equals(namespace))
                .toList();
    }
}
