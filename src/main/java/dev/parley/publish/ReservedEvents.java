package dev.parley.publish;

import dev.parley.api.Publication;
import dev.parley.api.RefusedException;
import dev.parley.api.Target;
import dev.parley.room.LocalRooms;
import java.util.Set;

/**
 * The names of events that nobody may publish: those that mean something to the client library
 * itself, and those by which the chat tells of stored messages and of what becomes of them, which
 * would be forgeries. Stateless.
 */
final class ReservedEvents {

    private static final int MAX_LENGTH = 100;

    private static final Set<String> OF_CLIENTS =
            Set.of(
                    "connect",
                    "connect_error",
                    "disconnect",
                    "disconnecting",
                    "newListener",
                    "removeListener");

    /** A direct message is a private message to clients that speak kebab-case. */
    private static final Set<String> OF_THE_CHAT =
            Set.of(
                    "new_message",
                    "direct_message",
                    "private_message",
                    "message_edited",
                    "message_deleted",
                    "reaction");

    private ReservedEvents() {}

    /**
     * @throws RefusedException if the publication's event has no name, or one of these
     */
    static void refuse(Publication publication) {
        String event = publication.event();
        if (event == null || event.isBlank() || event.length() > MAX_LENGTH) {
            throw RefusedException.invalid("event", "must have 1 to " + MAX_LENGTH + " characters");
        }
        boolean forged =
                reachesTheChat(publication.target())
                        && OF_THE_CHAT.contains(event.replace('-', '_'));
        if (OF_CLIENTS.contains(event) || forged) {
            throw RefusedException.invalid("event", "is reserved");
        }
    }

    private static boolean reachesTheChat(Target target) {
        if (target instanceof Target.OnChannel) {
            return false;
        }
        String namespace = null;
        if (target instanceof Target.InNamespace in) {
            namespace = in.namespace();
        } else if (target instanceof Target.OfUser of) {
            namespace = of.namespace();
        } else if (target instanceof Target.OneConnection one) {
            namespace = one.namespace();
        }
        return namespace == null || LocalRooms.NAMESPACES.contains(namespace);
    }
}
