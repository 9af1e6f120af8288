package dev.parley.chat;

import dev.parley.api.Budget;
import dev.parley.api.Event;
import dev.parley.api.Gateway;
import dev.parley.api.Inbound;
import dev.parley.api.OnEvent;
import dev.parley.api.Target;
import dev.parley.api.User;
import dev.parley.conversation.RoomRights;
import dev.parley.form.MessageForms;
import dev.parley.hub.LocalSocket;
import dev.parley.hub.Naming;
import dev.parley.hub.ServerEvent;
import dev.parley.hub.Timestamps;
import dev.parley.room.Broadcast;
import jakarta.inject.Inject;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Handles events that are delivered to present users only and not stored. */
@Gateway({ChatNamespaces.OPEN, ChatNamespaces.CHAT})
public class TransientGateway {

    @Inject private RoomRights rights;
    @Inject private Broadcast broadcast;
    @Inject private Announcements announcements;

    @OnEvent("room_message")
    public CompletionStage<Acks.Ok> roomMessage(LocalSocket socket, Requests.RoomMessage request) {
        return toRoom(
                socket,
                request.roomId(),
                () -> {
                    String timestamp = Timestamps.now();
                    User user = socket.user();
                    return ServerEvent.ROOM_MESSAGE.irregular(
                            new Events.TransientMessage(
                                    request.roomId(),
                                    request.text(),
                                    user.id(),
                                    user.name(),
                                    timestamp),
                            () ->
                                    new Events.KebabTransientMessage(
                                            request.roomId(),
                                            request.text(),
                                            user.id(),
                                            timestamp));
                },
                // Only clients of the canonical naming receive their own message.
                socket.naming() == Naming.SNAKE);
    }

    @OnEvent("message")
    public Object message(LocalSocket socket, Inbound event, Requests.AnyMessage request) {
        String roomId = request.roomId();
        if (roomId != null) {
            return messageToRoom(socket, roomId, request.text());
        }
        Acks.Received received = new Acks.Received(true, request.text());
        if (socket.namespace().name().equals(ChatNamespaces.OPEN)) {
            announcements.requireMessage(socket.user());
            broadcast.emit(
                    new Target.InNamespace(ChatNamespaces.OPEN),
                    ServerEvent.MESSAGE
                            .same(
                                    new Events.OpenMessage(
                                            socket.user().id(), request.text(), Timestamps.now()))
                            .transientEvent());
        } else if (!event.ackWanted()) {
            socket.emit(ServerEvent.MESSAGE.same(received));
        }
        return received;
    }

    private CompletionStage<Acks.Ok> messageToRoom(LocalSocket socket, String roomId, String text) {
        User user = socket.user();
        return toRoom(
                socket,
                roomId,
                () ->
                        ServerEvent.MESSAGE.same(
                                new Events.SignedMessage(
                                        roomId,
                                        text,
                                        user.id(),
                                        new MessageForms.Sender(user.id(), user.name()),
                                        Timestamps.now())),
                false);
    }

    @OnEvent(value = "typing", budget = Budget.SIGNALS)
    public CompletionStage<Acks.Ok> typing(LocalSocket socket, Requests.Typing request) {
        boolean isTyping = !Boolean.FALSE.equals(request.isTyping());
        User user = socket.user();
        return toRoom(
                socket,
                request.roomId(),
                () ->
                        ServerEvent.USER_TYPING.regular(
                                new Events.Typing(
                                        request.roomId(), user.id(), user.name(), isTyping)),
                false);
    }

    /** Sends an event that is not stored to a room that the socket has joined. */
    private CompletionStage<Acks.Ok> toRoom(
            LocalSocket socket, String roomId, Supplier<Event> event, boolean alsoToSender) {
        return rights.requireWritable(socket, roomId)
                .thenApply(
                        joined -> {
                            broadcast.emit(
                                    new Target.InRoom(roomId),
                                    alsoToSender ? null : socket.id(),
                                    event.get().transientEvent());
                            return Acks.Ok.OK;
                        });
    }
}
