package dev.parley.conversation;

import dev.parley.history.RoomInfo;
import dev.parley.history.RoomStore;
import dev.parley.history.Visibility;
import dev.parley.hub.ErrorCode;
import dev.parley.hub.RefusedException;
import dev.parley.hub.Socket;
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
    public CompletionStage<Void> requireJoined(Socket socket, String roomId) {
        if (socket.rooms().contains(roomId)) {
            return CompletableFuture.completedFuture(null);
        }
        // Only those who are refused cost a look at the database.
        return database.later(
                () -> {
                    requireReadable(roomId, socket.user().id());
                    throw new RefusedException(ErrorCode.NOT_IN_ROOM);
                });
    }

    /**
     * The room, if the user may see what is in it. Wants a transaction.
     *
     * @throws RefusedException ROOM_NOT_FOUND or ACCESS_DENIED
     */
    RoomInfo requireReadable(String roomId, String userId) {
        RoomInfo room =
                rooms.find(roomId)
                        .orElseThrow(() -> new RefusedException(ErrorCode.ROOM_NOT_FOUND));
        if (room.visibility() != Visibility.PUBLIC && rooms.role(roomId, userId).isEmpty()) {
            throw new RefusedException(ErrorCode.ACCESS_DENIED);
        }
        return room;
    }
}
