package dev.parley.chat;

import dev.parley.api.Event;
import dev.parley.history.DurableEvent;
import dev.parley.hub.LocalSocket;
import dev.parley.hub.Rendition;
import dev.parley.hub.ServerEvent;
import java.util.function.Function;

/**
 * Renders the durable events of a room for its clients; returns the rendition for each reader.
 * Stateless.
 */
class RoomRenditions implements DurableEvent.Cases<Function<LocalSocket, Rendition>> {

    static Function<LocalSocket, Rendition> sameForAll(Event event) {
        Rendition all = new Rendition(event);
        return socket -> all;
    }

    @Override
    public Function<LocalSocket, Rendition> posted(DurableEvent.MessagePosted event) {
        return new MessageEvents(ServerEvent.NEW_MESSAGE, event.message());
    }

    @Override
    public Function<LocalSocket, Rendition> edited(DurableEvent.MessageEdited event) {
        return new MessageEvents(ServerEvent.MESSAGE_EDITED, event.message());
    }

    @Override
    public Function<LocalSocket, Rendition> deleted(DurableEvent.MessageDeleted event) {
        return sameForAll(
                ServerEvent.MESSAGE_DELETED.regular(
                        new Events.MessageDeleted(
                                event.message().id(),
                                event.roomId(),
                                event.message().seq(),
                                event.rev())));
    }

    @Override
    public Function<LocalSocket, Rendition> reacted(DurableEvent.MessageReacted event) {
        return sameForAll(
                ServerEvent.REACTION.regular(
                        new Events.Reaction(
                                event.messageId(),
                                event.roomId(),
                                event.emoji(),
                                event.userId(),
                                event.count(),
                                event.removed() ? true : null)));
    }

    @Override
    public Function<LocalSocket, Rendition> closed(DurableEvent.RoomClosed event) {
        return sameForAll(
                ServerEvent.ROOM_CLOSED.regular(new Events.RoomClosed(event.roomId(), event.by())));
    }
}
