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

    private ChatNamespaces() {}

    /** Sends an event that may be dropped under load, and may wait to be written with others. */
    static void emit(Collection<LocalSocket> receivers, Event event) {
        Rendition rendition = Rendition.notUrgent(event.transientEvent());
        receivers.forEach(receiver -> receiver.emit(rendition));
    }
}
