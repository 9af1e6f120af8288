package dev.parley.chat;

import dev.parley.conversation.DirectDelivery;
import dev.parley.form.MessageForms;
import dev.parley.history.DurableEvent;
import dev.parley.history.StoredMessage;
import dev.parley.hub.Event;
import dev.parley.hub.Rendition;
import dev.parley.hub.Socket;
import dev.parley.hub.SocketRegistry;
import dev.parley.hub.Timestamps;
import dev.parley.stream.Delivery;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;

/** Turns what is committed into the events that clients hear. Thread-safe. */
@ApplicationScoped
public class MessageDelivery implements Delivery, DirectDelivery {

    @Inject private SocketRegistry registry;

    @Override
    public Function<Socket, Rendition> renditions(DurableEvent event) {
        if (event instanceof DurableEvent.MessagePosted posted) {
            return newMessage(posted.message());
        }
        if (event instanceof DurableEvent.RoomClosed closed) {
            Rendition all = new Rendition(roomClosed(closed));
            return socket -> all;
        }
        throw new IllegalArgumentException("Nobody knows how to show " + event);
    }

    private static Event roomClosed(DurableEvent.RoomClosed event) {
        return Event.regular("room_closed", new Events.RoomClosed(event.roomId(), event.by()));
    }

    private static Function<Socket, Rendition> newMessage(StoredMessage message) {
        Rendition others = new Rendition(newMessage(message, false));
        if (message.clientMessageId() == null) {
            return socket -> others;
        }
        Rendition author = new Rendition(newMessage(message, true));
        return socket -> socket.user().id().equals(message.userId()) ? author : others;
    }

    private static Event newMessage(StoredMessage message, boolean own) {
        return Event.irregular(
                "new_message",
                MessageForms.snake(message, own),
                () -> new Event.Form("new-message", MessageForms.kebab(message, own)));
    }

    @Override
    public void deliver(StoredMessage message, String recipientId, Socket sender) {
        Rendition rendition = new Rendition(directMessage(message, recipientId));
        Set<Socket> receivers = new LinkedHashSet<>(registry.byUser(recipientId));
        receivers.addAll(registry.byUser(message.userId()));
        receivers.remove(sender);
        receivers.stream()
                .filter(socket -> ChatNamespaces.ALL.contains(socket.namespace().name()))
                .forEach(socket -> socket.emit(rendition));
    }

    private static Event directMessage(StoredMessage m, String recipientId) {
        String timestamp = Timestamps.iso(m.createdAt());
        return Event.irregular(
                "direct_message",
                new Events.DirectMessage(
                        m.id(),
                        m.seq(),
                        m.roomId(),
                        m.text(),
                        m.userId(),
                        m.username(),
                        recipientId,
                        timestamp),
                () ->
                        new Event.Form(
                                "private-message",
                                new Events.KebabDirectMessage(
                                        m.id(),
                                        m.seq(),
                                        m.roomId(),
                                        m.text(),
                                        m.userId(),
                                        m.username(),
                                        recipientId,
                                        timestamp,
                                        m.userId(),
                                        m.text())));
    }
}
