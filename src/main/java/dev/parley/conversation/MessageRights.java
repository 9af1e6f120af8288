package dev.parley.conversation;

import dev.parley.api.ErrorCode;
import dev.parley.api.RefusedException;
import dev.parley.api.User;
import dev.parley.history.MessageStore;
import dev.parley.history.Role;
import dev.parley.history.RoomInfo;
import dev.parley.history.RoomStore;
import dev.parley.history.StoredMessage;
import dev.parley.history.Uuid7;
import dev.parley.history.Visibility;
import dev.parley.hub.LocalSocket;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.function.BiPredicate;

/** Checks rights to messages. Thread-safe; each method requires a transaction. */
@ApplicationScoped
public class MessageRights {

    /** A message and its room, at the time of the check. */
    record Target(RoomInfo room, StoredMessage message) {}

    @Inject private MessageStore messages;
    @Inject private RoomStore rooms;
    @Inject private RoomRights rights;
    @Inject private RoomPolicies policies;

    /** Returns the message if the user may edit it: only its author may. */
    Target requireEditable(LocalSocket socket, String messageId) {
        Target target =
                require(socket, messageId, false, (room, message) -> isAuthor(socket, message));
        if (target.room().visibility() != Visibility.DIRECT) {
            policies.requirePost(socket.user(), target.room().id());
        }
        return target;
    }

    /** Returns the message, even a deleted one, if the user wrote it or may moderate its author. */
    Target requireDeletable(LocalSocket socket, String messageId) {
        return require(
                socket,
                messageId,
                true,
                (room, message) ->
                        isAuthor(socket, message)
                                || moderates(socket.user(), room, message.userId()));
    }

    /**
     * Returns the message if the user may react to it: everybody in the room may, except anonymous
     * users. They get a new id on each connection, so they could react any number of times.
     */
    Target requireReactable(LocalSocket socket, String messageId) {
        return require(socket, messageId, false, (room, message) -> !socket.user().anonymous());
    }

    /**
     * Returns the message if the user may change it.
     *
     * @throws RefusedException with the first error that applies; MESSAGE_NOT_FOUND for messages
     *     that the user may not see
     */
    private Target require(
            LocalSocket socket,
            String messageId,
            boolean evenDeleted,
            BiPredicate<RoomInfo, StoredMessage> may) {
        if (!Uuid7.isUuid(messageId)) {
            throw new RefusedException(ErrorCode.MESSAGE_NOT_FOUND);
        }
        StoredMessage message =
                messages.find(messageId)
                        .filter(found -> evenDeleted || !found.deleted())
                        .orElseThrow(() -> new RefusedException(ErrorCode.MESSAGE_NOT_FOUND));
        RoomInfo room = requireReadable(message.roomId(), socket.user());
        if (room.closed()) {
            throw new RefusedException(ErrorCode.ROOM_CLOSED);
        }
        if (!may.test(room, message)) {
            throw new RefusedException(ErrorCode.ACCESS_DENIED);
        }
        // Direct rooms are never joined; both users always have access.
        boolean there =
                room.visibility() == Visibility.DIRECT || socket.rooms().contains(room.id());
        if (!there) {
            throw new RefusedException(ErrorCode.NOT_IN_ROOM);
        }
        return new Target(room, message);
    }

    private RoomInfo requireReadable(String roomId, User user) {
        try {
            return rights.requireReadable(roomId, user);
        } catch (RefusedException refused) {
            // It is a secret that there is such a message.
            throw new RefusedException(ErrorCode.MESSAGE_NOT_FOUND);
        }
    }

    private static boolean isAuthor(LocalSocket socket, StoredMessage message) {
        return message.userId().equals(socket.user().id());
    }

    /**
     * Whether the user's rank in the room is sufficient, and higher than the author's. The author's
     * groups are in their token only, so only their role in the room counts.
     */
    private boolean moderates(User user, RoomInfo room, String otherId) {
        if (room.visibility() == Visibility.DIRECT) {
            return false; // It belongs to both users.
        }
        int own = Math.max(rankOfGroups(user), rankOfRole(room.id(), user.id()));
        return own > 0 && own > rankOfRole(room.id(), otherId);
    }

    private static int rankOfGroups(User user) {
        if (user.hasRole(User.ADMIN)) {
            return Role.values().length;
        }
        return user.hasRole(User.MODERATOR) ? Role.MODERATOR.ordinal() : 0;
    }

    private int rankOfRole(String roomId, String userId) {
        return rooms.role(roomId, userId).orElse(Role.MEMBER).ordinal();
    }
}
