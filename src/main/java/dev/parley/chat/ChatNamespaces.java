package dev.parley.chat;

import dev.parley.api.Event;
import dev.parley.hub.LocalSocket;
import dev.parley.hub.Rendition;
import dev.parley.room.LocalRooms;
import java.util.Collection;
import java.util.List;

/** Where the chat is: two namespaces with the same rooms and people. Stateless. */
final class ChatNamespaces {

    /** Where a message without a room goes to everyone. */
    static final String OPEN = "/";

    static final String CHAT = "/chat";

    static final List<String> ALL = LocalRooms.NAMESPACES;

    private ChatNamespaces() {}

    /** Sends an event that may be lost under load to many. */
    static void emit(Collection<LocalSocket> receivers, Event event) {
        Rendition rendition = new Rendition(event.transientEvent());
        receivers.forEach(receiver -> receiver.emit(rendition));
    }
}
