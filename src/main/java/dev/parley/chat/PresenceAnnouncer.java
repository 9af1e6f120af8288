package dev.parley.chat;

import dev.parley.config.Settings;
import dev.parley.config.Settings.Presence.Scope;
import dev.parley.hub.Event;
import dev.parley.hub.Rendition;
import dev.parley.hub.Socket;
import dev.parley.hub.SocketRegistry;
import dev.parley.room.LocalRooms;
import dev.parley.room.MemberEntered;
import dev.parley.room.MemberLeft;
import dev.parley.room.Rooms;
import dev.parley.room.UserCameOnline;
import dev.parley.room.UserWentOffline;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Collection;

/** Tells clients who comes and goes. Its observers run on the stripe of the user or room. */
@ApplicationScoped
public class PresenceAnnouncer {

    @Inject private SocketRegistry registry;
    @Inject private LocalRooms localRooms;
    @Inject private Rooms rooms;
    @Inject private Settings settings;

    void cameOnline(@Observes UserCameOnline event) {
        announce("user_online", new Events.User(event.userId(), event.username()), event.userId());
    }

    void wentOffline(@Observes UserWentOffline event) {
        announce("user_offline", new Events.User(event.userId(), event.username()), event.userId());
    }

    private void announce(String name, Events.User data, String userId) {
        if (scope() == Scope.ALL) {
            emit(registry.in(ChatGateway.NAMESPACES), Event.regular(name, data));
        } else {
            emit(roommates(userId), Event.regular(name, data));
        }
    }

    private void emit(Collection<Socket> receivers, Event event) {
        Rendition rendition = new Rendition(event.transientEvent());
        receivers.forEach(socket -> socket.emit(rendition));
    }

    /** What the settings say, and what the number of users online leaves of it. */
    Scope scope() {
        boolean tooMany = rooms.onlineCount() > settings.presence().allLimit();
        return tooMany ? Scope.ROOMS : settings.presence().scope();
    }

    /** The sockets that share a room with a user. */
    private Collection<Socket> roommates(String userId) {
        return registry.in(ChatGateway.NAMESPACES).stream()
                .filter(
                        socket ->
                                socket.rooms().stream()
                                        .anyMatch(room -> rooms.isPresent(room, userId)))
                .toList();
    }

    void entered(@Observes MemberEntered event) {
        Rendition rendition =
                new Rendition(roomUser("user_joined_room", "user-joined", roomUser(event)));
        for (Socket socket : localRooms.live(event.roomId())) {
            if (!socket.user().id().equals(event.userId())) {
                socket.emit(rendition);
            }
        }
    }

    void left(@Observes MemberLeft event) {
        Events.RoomUser data =
                new Events.RoomUser(event.roomId(), event.userId(), event.username());
        emit(localRooms.live(event.roomId()), roomUser("user_left_room", "user-left", data));
    }

    private static Events.RoomUser roomUser(MemberEntered event) {
        return new Events.RoomUser(event.roomId(), event.userId(), event.username());
    }

    private static Event roomUser(String name, String kebabName, Events.RoomUser data) {
        return Event.irregular(
                        name,
                        data,
                        () ->
                                new Event.Form(
                                        kebabName,
                                        new Events.KebabRoomUser(
                                                data.userId(), data.username(), data.roomId())))
                .transientEvent();
    }
}
