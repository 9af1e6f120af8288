package dev.parley.chat;

import dev.parley.api.Event;
import dev.parley.history.DurableEvent;
import dev.parley.history.StoredMessage;
import dev.parley.hub.LocalSocket;
import dev.parley.hub.Rendition;
import dev.parley.hub.SocketRegistry;
import dev.parley.hub.Timestamps;
import dev.parley.stream.Delivery;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** Turns what is committed into the events that clients hear. Thread-safe. */
@ApplicationScoped
public class MessageDelivery implements Delivery {

    @Inject private SocketRegistry registry;

    @Override
    public Function<LocalSocket, Rendition> renditions(DurableEvent event) {
        if (event instanceof DurableEvent.MessagePosted posted) {
            return new MessageEvents("new_message", posted.message());
        }
        if (event instanceof DurableEvent.MessageEdited edited) {
            return new MessageEvents("message_edited", edited.message());
        }
        if (event instanceof DurableEvent.MessageDeleted deleted) {
            return sameForAll(deleted(deleted.message()));
        }
        if (event instanceof DurableEvent.MessageReacted reacted) {
            return sameForAll(reaction(reacted));
        }
        if (event instanceof DurableEvent.RoomClosed closed) {
            return sameForAll(roomClosed(closed));
        }
        throw new IllegalArgumentException("Nobody knows how to show " + event);
    }

    private static Function<LocalSocket, Rendition> sameForAll(Event event) {
        Rendition all = new Rendition(event);
        return socket -> all;
    }

    private static Event deleted(StoredMessage message) {
        return Event.regular(
                "message_deleted",
                new Events.MessageDeleted(
                        message.id(), message.roomId(), message.seq(), message.rev()));
    }

    private static Event reaction(DurableEvent.MessageReacted event) {
        return Event.regular(
                "reaction",
                new Events.Reaction(
                        event.messageId(),
                        event.roomId(),
                        event.emoji(),
                        event.userId(),
                        event.count(),
                        event.removed() ? true : null));
    }

    private static Event roomClosed(DurableEvent.RoomClosed event) {
        return Event.regular("room_closed", new Events.RoomClosed(event.roomId(), event.by()));
    }

    @Override
    public void direct(DurableEvent event, Set<String> userIds, Predicate<LocalSocket> to) {
        Function<LocalSocket, Rendition> renditions =
                event instanceof DurableEvent.MessagePosted posted
                        ? sameForAll(directMessage(posted.message(), userIds))
                        : renditions(event);
        connections(userIds).stream()
                .filter(to)
                .forEach(socket -> socket.emit(renditions.apply(socket)));
    }

    private Set<LocalSocket> connections(Collection<String> userIds) {
        Set<LocalSocket> sockets = new LinkedHashSet<>();
        for (String userId : userIds) {
            registry.byUser(userId).stream()
                    .filter(socket -> ChatNamespaces.ALL.contains(socket.namespace().name()))
                    .forEach(sockets::add);
        }
        return sockets;
    }

    private static Event directMessage(StoredMessage m, Set<String> userIds) {
        // Whoever writes to himself is the only one.
        String recipientId =
                userIds.stream()
                        .filter(id -> !id.equals(m.userId()))
                        .findFirst()
                        .orElse(m.userId());
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
