package dev.parley.chat;

import dev.parley.api.Ack;
import dev.parley.api.Event;
import dev.parley.api.Gateway;
import dev.parley.api.OnEvent;
import dev.parley.api.Target;
import dev.parley.conversation.Closing;
import dev.parley.conversation.RoomDirectory;
import dev.parley.form.RoomList;
import dev.parley.history.RoomInfo;
import dev.parley.hub.LocalSocket;
import dev.parley.hub.ServerEvent;
import dev.parley.room.Broadcast;
import dev.parley.room.Rooms;
import jakarta.inject.Inject;
import java.util.concurrent.CompletionStage;

/** Handles creating, closing and listing rooms. */
@Gateway({ChatNamespaces.OPEN, ChatNamespaces.CHAT})
public class RoomGateway {

    @Inject private RoomDirectory directory;
    @Inject private Closing closing;
    @Inject private Rooms rooms;
    @Inject private Broadcast broadcast;
    @Inject private Announcements announcements;

    @OnEvent("create_room")
    public CompletionStage<Ack> createRoom(LocalSocket socket, Requests.CreateRoom request) {
        return directory
                .create(
                        socket,
                        new RoomDirectory.Wanted(
                                request.roomId(),
                                request.name(),
                                request.topic(),
                                request.capacity(),
                                Requests.text(request.metadata())))
                .thenApply(room -> created(socket, room));
    }

    private Ack created(LocalSocket socket, RoomInfo room) {
        Events.RoomCreated data =
                new Events.RoomCreated(
                        room.id(),
                        room.name(),
                        room.topic() == null ? "" : room.topic(),
                        room.visibility().wire(),
                        socket.user().id());
        if (announcements.allowRoom(socket.user())) {
            Event event = ServerEvent.ROOM_CREATED.regular(data).transientEvent();
            ChatNamespaces.ALL.forEach(name -> broadcast.emit(new Target.InNamespace(name), event));
        }
        return new Ack(new Acks.RoomCreated(room.id()), () -> new Acks.KebabRoomCreated(room.id()));
    }

    @OnEvent("close_room")
    public CompletionStage<Acks.Closed> closeRoom(LocalSocket socket, Requests.CloseRoom request) {
        return closing.close(socket.user(), request.roomId())
                .thenApply(nothing -> new Acks.Closed(request.roomId()));
    }

    @OnEvent("list_rooms")
    public CompletionStage<RoomList> listRooms(LocalSocket socket, Requests.ListRooms request) {
        boolean direct = Boolean.TRUE.equals(request.direct());
        String search = request.query() == null ? "" : request.query();
        return directory
                .list(socket, search, direct, request.cursor(), Requests.size(request.limit()))
                .thenApply(
                        page ->
                                RoomList.of(
                                        page.rooms(),
                                        page.counterparts(),
                                        rooms::presentCount,
                                        page.next()));
    }
}
