package dev.parley.publish;

import dev.parley.api.Publication;
import dev.parley.api.RefusedException;
import dev.parley.api.Target;
import dev.parley.hub.LibraryEvents;
import dev.parley.hub.ServerEvent;
import dev.parley.hub.ServerEvent.Scope;
import dev.parley.hub.Spelling;
import dev.parley.room.LocalRooms;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rejects reserved event names: those of Socket.IO itself, and those of the events that Parley
 * sends to the same clients, which could otherwise be forged. Stateless.
 */
final class ReservedEvents {

    private static final int MAX_LENGTH = 100;

    /** Chat events that the protocol defines and Parley does not send yet. */
    static final Set<String> NOT_SENT_YET =
            Set.of(
                    "room_updated",
                    "room_size",
                    "invited",
                    "role_changed",
                    "kicked",
                    "banned",
                    "unbanned",
                    "muted",
                    "unmuted",
                    "message_pinned",
                    "message_read",
                    "mention",
                    "user_status");

    private ReservedEvents() {}

    /**
     * Checks the event name of a publication.
     *
     * @throws RefusedException if the name is missing, too long or reserved
     */
    static void refuse(Publication publication) {
        String event = publication.event();
        if (event == null || event.isBlank() || event.length() > MAX_LENGTH) {
            throw RefusedException.invalid("event", "must have 1 to " + MAX_LENGTH + " characters");
        }
        if (LibraryEvents.contains(event) || isForgery(event, scopes(publication.target()))) {
            throw RefusedException.invalid("event", "is reserved");
        }
    }

    private static boolean isForgery(String event, Set<Scope> scopes) {
        return Arrays.stream(ServerEvent.values())
                        .anyMatch(own -> scopes.contains(own.scope()) && own.isNamed(event))
                || scopes.contains(Scope.CHAT) && NOT_SENT_YET.contains(Spelling.snakeName(event));
    }

    /** Returns the scopes whose event names are reserved for this target. */
    private static Set<Scope> scopes(Target target) {
        String namespace = namespace(target);
        if (namespace == null || LocalRooms.NAMESPACES.contains(namespace)) {
            return EnumSet.allOf(Scope.class);
        }
        // A portal's services publish in the same namespace as the built-in feeds.
        return namespace.equals(ClusterPublisher.REALTIME)
                ? EnumSet.of(Scope.EVERYWHERE, Scope.BUILT_IN)
                : EnumSet.of(Scope.EVERYWHERE);
    }

    /** Returns the namespace of a target; null if the target may include chat namespaces. */
    private static @Nullable String namespace(Target target) {
        if (target instanceof Target.InNamespace in) {
            return in.namespace();
        }
        if (target instanceof Target.OnChannel on) {
            return on.namespace();
        }
        if (target instanceof Target.OfUser of) {
            return of.namespace();
        }
        return target instanceof Target.OneConnection one ? one.namespace() : null;
    }
}
