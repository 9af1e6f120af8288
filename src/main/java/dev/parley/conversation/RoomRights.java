package dev.parley.conversation;

import dev.parley.api.ErrorCode;
import dev.parley.api.RefusedException;
import dev.parley.api.User;
import dev.parley.history.Role;
import dev.parley.history.RoomInfo;
import dev.parley.history.RoomLookup;
import dev.parley.history.RoomStore;
import dev.parley.history.Visibility;
import dev.parley.hub.LocalSocket;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** Checks rights to rooms. Thread-safe. */
@ApplicationScoped
public class RoomRights {

    private static final String USER_PREFIX = "user:";
    static final String DIRECT_PREFIX = "dm-";

    @Inject private RoomStore rooms;
    @Inject private RoomLookup lookup;
    @Inject private RoomPolicies policies;
    @Inject private Database database;

    /**
     * Rejects the prefixes {@code user:} and {@code dm-}, which are reserved for the server.
     *
     * @throws RefusedException ACCESS_DENIED for such an id
     */
    public static void requireOrdinaryId(String roomId) {
        if (roomId.startsWith(USER_PREFIX) || roomId.startsWith(DIRECT_PREFIX)) {
            throw new RefusedException(ErrorCode.ACCESS_DENIED);
        }
    }

    /**
     * Requires that the socket has joined the room.
     *
     * @return fails with the first error that applies
     */
    public CompletionStage<Void> requireJoined(LocalSocket socket, String roomId) {
        if (socket.rooms().contains(roomId)) {
            return CompletableFuture.completedFuture(null);
        }
        // Only the failure case queries the database.
        return database.later(
                () -> {
                    RoomInfo room = requireRoom(roomId);
                    if (room.closed()) {
                        throw new RefusedException(ErrorCode.ROOM_CLOSED);
                    }
                    requireReadable(room, socket.user());
                    throw new RefusedException(ErrorCode.NOT_IN_ROOM);
                });
    }

    /**
     * Requires that the socket has joined the room and may post to it.
     *
     * @return fails with the first error that applies
     */
    public CompletionStage<Void> requireWritable(LocalSocket socket, String roomId) {
        return requireJoined(socket, roomId)
                .thenAccept(joined -> policies.requirePost(socket.user(), roomId));
    }

    private boolean isMember(RoomInfo room, String userId) {
        return room.visibility() == Visibility.PUBLIC || rooms.role(room.id(), userId).isPresent();
    }

    /**
     * Returns the room if the user may read it. Requires a transaction, which is over if this
     * fails: a policy may have marked it for rollback.
     *
     * @throws RefusedException ROOM_NOT_FOUND, ACCESS_DENIED, or the error of a portal's policy
     */
    RoomInfo requireReadable(String roomId, User user) {
        RoomInfo room = requireRoom(roomId);
        requireReadable(room, user);
        return room;
    }

    /**
     * Returns those of the rooms that the user may read, by id, apart from the portal's policies.
     * Takes two queries for each 500 rooms. Requires a transaction.
     */
    Map<String, RoomInfo> readable(Collection<String> roomIds, User user) {
        Map<String, RoomInfo> found = lookup.find(roomIds);
        Set<String> restricted =
                found.values().stream()
                        .filter(room -> room.visibility() != Visibility.PUBLIC)
                        .map(RoomInfo::id)
                        .collect(Collectors.toSet());
        if (!restricted.isEmpty()) {
            restricted.removeAll(lookup.memberOf(user.id(), restricted));
            found.keySet().removeAll(restricted);
        }
        return found;
    }

    /** Whether there are policies of the portal, which {@link #requireEntry} asks. */
    boolean hasPolicies() {
        return policies.exist();
    }

    /** Requires that the portal's policies let the user into the room. */
    void requireEntry(RoomInfo room, User user) {
        if (room.visibility() != Visibility.DIRECT) {
            policies.requireEntry(user, room);
        }
    }

    void requireReadable(RoomInfo room, User user) {
        requireMember(room, user.id());
        requireEntry(room, user);
    }

    /** Like {@link #requireReadable}, for the server itself, without policies. */
    RoomInfo requireMember(String roomId, String userId) {
        RoomInfo room = requireRoom(roomId);
        requireMember(room, userId);
        return room;
    }

    private void requireMember(RoomInfo room, String userId) {
        if (!isMember(room, userId)) {
            throw new RefusedException(ErrorCode.ACCESS_DENIED);
        }
    }

    private RoomInfo requireRoom(String roomId) {
        return rooms.find(roomId).orElseThrow(() -> new RefusedException(ErrorCode.ROOM_NOT_FOUND));
    }

    /** Whether the user may manage the room. Requires a transaction. */
    boolean isOwner(RoomInfo room, User user) {
        if (room.visibility() == Visibility.DIRECT) {
            return false; // It belongs to both users.
        }
        boolean owner = rooms.role(room.id(), user.id()).filter(Role.OWNER::equals).isPresent();
        return owner || user.hasRole(User.ADMIN);
    }
}
