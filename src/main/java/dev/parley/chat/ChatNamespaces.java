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
     * The maximum number of receivers of an urgent presence event. With more receivers, the event
     * waits up to 50 ms and shares a write with others: with few receivers that would save nothing.
     */
    private static final int FEW = 20;

    private ChatNamespaces() {}

    /**
     * Returns the rendition of a presence event, which may be dropped under load. It is urgent if
     * there are at most {@value #FEW} receivers.
     */
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
