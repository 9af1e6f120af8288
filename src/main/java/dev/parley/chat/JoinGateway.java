package dev.parley.chat;

import dev.parley.api.Ack;
import dev.parley.api.Gateway;
import dev.parley.api.OnEvent;
import dev.parley.api.Reply;
import dev.parley.conversation.Joining;
import dev.parley.conversation.Leaving;
import dev.parley.form.MessageForms;
import dev.parley.history.StoredMessage;
import dev.parley.hub.LocalSocket;
import dev.parley.hub.Naming;
import dev.parley.hub.ServerEvent;
import jakarta.inject.Inject;
import java.util.List;

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
                        reply.complete(joinAck(socket, joined));
                        greetKebab(socket, joined);
                    }
                });
    }

    private static Ack joinAck(LocalSocket socket, Joining.Joined joined) {
        String roomId = joined.room().id();
        List<Object> messages = forms(socket, joined.messages());
        Boolean more = joined.more() ? true : null;
        List<Object> changed = joined.changed() == null ? null : forms(socket, joined.changed());
        String epoch = joined.room().epoch();
        return new Ack(
                new Acks.Joined(
                        roomId,
                        messages,
                        joined.lastSeq(),
                        epoch,
                        joined.rev(),
                        joined.recovered(),
                        more,
                        changed),
                () ->
                        new Acks.KebabJoined(
                                "ok",
                                roomId,
                                messages,
                                joined.lastSeq(),
                                epoch,
                                joined.rev(),
                                joined.recovered(),
                                more,
                                changed));
    }

    private static List<Object> forms(LocalSocket socket, List<StoredMessage> messages) {
        return MessageForms.of(messages, socket.naming(), socket.user().id());
    }

    private static void greetKebab(LocalSocket socket, Joining.Joined joined) {
        if (socket.naming() == Naming.KEBAB) {
            socket.emit(ServerEvent.JOINED.same(new Events.Joined(joined.room().id())));
            socket.emit(ServerEvent.RECENT_MESSAGES.same(forms(socket, joined.messages())));
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
