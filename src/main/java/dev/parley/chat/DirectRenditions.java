package dev.parley.chat;

import dev.parley.api.Event;
import dev.parley.history.DurableEvent;
import dev.parley.history.StoredMessage;
import dev.parley.hub.LocalSocket;
import dev.parley.hub.Rendition;
import dev.parley.hub.ServerEvent;
import dev.parley.hub.Timestamps;
import java.util.Set;
import java.util.function.Function;

/**
 * Renders the events of a direct room, where a new message is a {@code direct_message}. Immutable;
 * for one event.
 */
final class DirectRenditions extends RoomRenditions {

    private final Set<String> userIds;

    /**
     * @param userIds the ids of the room's two users; one id if a user writes to themselves
     */
    DirectRenditions(Set<String> userIds) {
        this.userIds = userIds;
    }

    @Override
    public Function<LocalSocket, Rendition> posted(DurableEvent.MessagePosted event) {
        return sameForAll(directMessage(event.message()));
    }

    private Event directMessage(StoredMessage m) {
        String recipientId =
                userIds.stream()
                        .filter(id -> !id.equals(m.userId()))
                        .findFirst()
                        .orElse(m.userId());
        String timestamp = Timestamps.iso(m.createdAt());
        return ServerEvent.DIRECT_MESSAGE.irregular(
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
                                m.text()));
    }
}
