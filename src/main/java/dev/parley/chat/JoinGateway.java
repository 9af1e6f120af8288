package dev.parley.chat;

import dev.parley.api.Ack;
import dev.parley.api.Gateway;
import dev.parley.api.OnEvent;
import dev.parley.api.Reply;
import dev.parley.conversation.Joining;
import dev.parley.conversation.Leaving;
import dev.parley.hub.JsonText;
import dev.parley.hub.LocalSocket;
import dev.parley.hub.Naming;
import dev.parley.hub.ServerEvent;
import jakarta.inject.Inject;

/** Handles joining and leaving rooms. */
@Gateway({ChatNamespaces.OPEN, ChatNamespaces.CHAT})
public class JoinGateway {

    @Inject private Joining joining;
    @Inject private Leaving leaving;

    @OnEvent(
            value = {"join_room", "join"},
            barrier = true)
    public void joinRoom(LocalSocket socket, Requests.JoinRoom request, Reply reply) {
        joining.join(
                socket,
                request.roomId(),
                new Joining.Resume(request.since(), request.epoch(), request.rev()),
                (joined, failure) -> {
                    if (failure != null) {
                        reply.fail(failure);
                    } else {
                        // In this order, and before any event of the room.
                        JsonText messages = JsonText.array(joined.texts().of(joined.messages()));
                        reply.complete(joinAck(joined, messages));
                        greetKebab(socket, joined, messages);
                    }
                });
    }

    private static JsonText joinAck(Joining.Joined joined, JsonText messages) {
        String roomId = joined.room().id();
        Boolean more = joined.more() ? true : null;
        String epoch = joined.room().epoch();
        Object position =
                joined.texts().naming() == Naming.SNAKE
                        ? new Acks.Joined(
                                roomId,
                                joined.lastSeq(),
                                epoch,
                                joined.rev(),
                                joined.recovered(),
                                more)
                        : new Acks.KebabJoined(
                                "ok",
                                roomId,
                                joined.lastSeq(),
                                epoch,
                                joined.rev(),
                                joined.recovered(),
                                more);
        JsonText ack = JsonText.of(position).with("messages", messages);
        return joined.changed() == null
                ? ack
                : ack.with("changed", JsonText.array(joined.texts().of(joined.changed())));
    }

    private static void greetKebab(LocalSocket socket, Joining.Joined joined, JsonText messages) {
        if (joined.texts().naming() == Naming.KEBAB) {
            socket.emit(ServerEvent.JOINED.same(new Events.Joined(joined.room().id())));
            socket.emit(ServerEvent.RECENT_MESSAGES.same(messages));
        }
    }

    @OnEvent(value = "leave_room", barrier = true)
    public void leaveRoom(LocalSocket socket, Requests.LeaveRoom request, Reply reply) {
        String roomId = request.roomId();
        leaving.leave(
                socket,
                roomId,
                Boolean.TRUE.equals(request.forget()),
                (nothing, failure) -> {
                    if (failure != null) {
                        reply.fail(failure);
                    } else {
                        reply.complete(
                                new Ack(
                                        new Acks.Left(roomId),
                                        () -> new Acks.KebabRoom("ok", roomId)));
                    }
                });
    }
}
