package dev.parley.chat;

import dev.parley.api.Event;
import dev.parley.api.MemberEntered;
import dev.parley.api.MemberLeft;
import dev.parley.api.UserCameOnline;
import dev.parley.api.UserWentOffline;
import dev.parley.config.Settings.Presence.Scope;
import dev.parley.conversation.People;
import dev.parley.hub.Fanout;
import dev.parley.hub.LocalSocket;
import dev.parley.hub.Rendition;
import dev.parley.hub.ServerEvent;
import dev.parley.hub.SocketRegistry;
import dev.parley.room.LocalRooms;
import dev.parley.room.PresenceScope;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Notifies clients when users come online, go offline, enter and leave rooms. Its observers run on
 * the stripe of the user or room.
 */
@ApplicationScoped
public class PresenceAnnouncer {

    @Inject private SocketRegistry registry;
    @Inject private LocalRooms localRooms;
    @Inject private People people;
    @Inject private PresenceScope scope;

    void cameOnline(@Observes UserCameOnline event) {
        announce(
                ServerEvent.USER_ONLINE,
                new Events.User(event.userId(), event.username()),
                event.userId());
    }

    void wentOffline(@Observes UserWentOffline event) {
        announce(
                ServerEvent.USER_OFFLINE,
                new Events.User(event.userId(), event.username()),
                event.userId());
    }

    private void announce(ServerEvent kind, Events.User data, String userId) {
        Event event = kind.regular(data);
        if (scope.current() == Scope.ALL) {
            ChatNamespaces.emit(registry.in(ChatNamespaces.ALL), event);
        } else {
            emitToRoommates(userId, event);
        }
    }

    /**
     * Sends the event to everybody in the rooms that the user belongs to. Uses memberships, because
     * a user who just came online has entered no room yet, and one who went offline has left all.
     * The event is never urgent, because the number of receivers is not known in advance.
     */
    private void emitToRoommates(String userId, Event event) {
        Rendition rendition = Rendition.notUrgent(event.transientEvent());
        Set<LocalSocket> told = ConcurrentHashMap.newKeySet();
        // If the database does not respond, this presence event is lost, which is acceptable.
        CompletableFuture.completedFuture(userId)
                .thenCompose(people::roomsOf)
                .thenAccept(rooms -> rooms.forEach(room -> tell(room, told, rendition)));
    }

    private void tell(String roomId, Set<LocalSocket> told, Rendition rendition) {
        localRooms
                .stripe(roomId)
                .execute(
                        () ->
                                Fanout.each(
                                        localRooms.live(roomId).stream().filter(told::add).toList(),
                                        socket -> socket.emit(rendition)));
    }

    void entered(@Observes MemberEntered event) {
        Collection<LocalSocket> receivers = localRooms.live(event.roomId());
        Event told = roomUser(ServerEvent.USER_JOINED_ROOM, roomUser(event));
        Rendition rendition = ChatNamespaces.presence(told, receivers.size());
        Fanout.each(
                receivers,
                socket -> {
                    if (!socket.user().id().equals(event.userId())) {
                        socket.emit(rendition);
                    }
                });
    }

    void left(@Observes MemberLeft event) {
        Events.RoomUser data =
                new Events.RoomUser(event.roomId(), event.userId(), event.username());
        ChatNamespaces.emit(
                localRooms.live(event.roomId()), roomUser(ServerEvent.USER_LEFT_ROOM, data));
    }

    private static Events.RoomUser roomUser(MemberEntered event) {
        return new Events.RoomUser(event.roomId(), event.userId(), event.username());
    }

    private static Event roomUser(ServerEvent kind, Events.RoomUser data) {
        return kind.irregular(
                data,
                () -> new Events.KebabRoomUser(data.userId(), data.username(), data.roomId()));
    }
}
