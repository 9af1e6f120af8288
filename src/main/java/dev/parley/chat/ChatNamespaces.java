package dev.parley.chat;

import dev.parley.api.Event;
import dev.parley.hub.LocalSocket;
import dev.parley.hub.Rendition;
import dev.parley.room.LocalRooms;
import java.util.Collection;
import java.util.List;

/** The two chat namespaces, which share rooms and users. Stateless. */
final class ChatNamespaces {

    /** The namespace in which a message without a room goes to everybody. */
    static final String OPEN = "/";

    static final String CHAT = "/chat";

    static final List<String> ALL = LocalRooms.NAMESPACES;

    /**
     * Receivers that get a presence event at once. For more, it waits a moment to be written
     * together with others: many arrive at once only where there are many users.
     */
    private static final int FEW = 20;

    private ChatNamespaces() {}

    /** Returns a presence event, which may be dropped under load, for some receivers. */
    static Rendition presence(Event event, int receivers) {
        Event droppable = event.transientEvent();
        return receivers > FEW ? Rendition.notUrgent(droppable) : new Rendition(droppable);
    }

    /** Sends a presence event. */
    static void emit(Collection<LocalSocket> receivers, Event event) {
        Rendition rendition = presence(event, receivers.size());
        receivers.forEach(receiver -> receiver.emit(rendition));
    }
}
