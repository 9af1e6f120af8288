package dev.parley.conversation;

import dev.parley.api.ErrorCode;
import dev.parley.api.RefusedException;
import dev.parley.api.User;
import dev.parley.history.Role;
import dev.parley.history.RoomInfo;
import dev.parley.history.RoomStore;
import dev.parley.history.Visibility;
import dev.parley.hub.LocalSocket;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Who may do what with a room. Thread-safe. */
@ApplicationScoped
public class RoomRights {

    private static final String USER_PREFIX = "user:";
    static final String DIRECT_PREFIX = "dm-";

    @Inject private RoomStore rooms;
    @Inject private Database database;

    /**
     * Ids that look like a personal address or a direct room belong to the server.
     *
     * @throws RefusedException ACCESS_DENIED for such an id
     */
    public static void requireOrdinaryId(String roomId) {
        if (roomId.startsWith(USER_PREFIX) || roomId.startsWith(DIRECT_PREFIX)) {
            throw new RefusedException(ErrorCode.ACCESS_DENIED);
        }
    }

    /**
     * The socket has joined the room, or is told why it cannot use it.
     *
     * @return fails with the first of the refusals that applies
     */
    public CompletionStage<Void> requireJoined(LocalSocket socket, String roomId) {
        if (socket.rooms().contains(roomId)) {
            return CompletableFuture.completedFuture(null);
        }
        // Only those who are refused cost a look at the database.
        return database.later(
                () -> {
                    RoomInfo room = requireRoom(roomId);
                    if (room.closed()) {
                        throw new RefusedException(ErrorCode.ROOM_CLOSED);
                    }
                    requireReadable(room, socket.user().id());
                    throw new RefusedException(ErrorCode.NOT_IN_ROOM);
                });
    }

    /** Whether the user may see what is in a room, if it is there. Wants a transaction. */
    boolean isReadable(String roomId, String userId) {
        return rooms.find(roomId).filter(room -> isReadable(room, userId)).isPresent();
    }

    private boolean isReadable(RoomInfo room, String userId) {
        return room.visibility() == Visibility.PUBLIC || rooms.role(room.id(), userId).isPresent();
    }

    /**
     * The room, if the user may see what is in it. Wants a transaction.
     *
     * @throws RefusedException ROOM_NOT_FOUND or ACCESS_DENIED
     */
    RoomInfo requireReadable(String roomId, String userId) {
        RoomInfo room = requireRoom(roomId);
        requireReadable(room, userId);
        return room;
    }

    private void requireReadable(RoomInfo room, String userId) {
        if (!isReadable(room, userId)) {
            throw new RefusedException(ErrorCode.ACCESS_DENIED);
        }
    }

    private RoomInfo requireRoom(String roomId) {
        return rooms.find(roomId).orElseThrow(() -> new RefusedException(ErrorCode.ROOM_NOT_FOUND));
    }

    /** Whether the user may decide what becomes of the room. Wants a transaction. */
    boolean isOwner(RoomInfo room, User user) {
        if (room.visibility() == Visibility.DIRECT) {
            return false; // It belongs to the two.
        }
        boolean owner = rooms.role(room.id(), user.id()).filter(Role.OWNER::equals).isPresent();
        return owner || user.hasRole(User.ADMIN);
    }
}
