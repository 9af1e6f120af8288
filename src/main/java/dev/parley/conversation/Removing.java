package dev.parley.conversation;

import dev.parley.api.ErrorCode;
import dev.parley.api.RefusedException;
import dev.parley.api.User;
import dev.parley.history.RoomRemoval;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Removes rooms with all their messages, so that their ids are free again. Thread-safe. */
@ApplicationScoped
public class Removing {

    private Closing closing;
    private RoomRemoval removal;
    private Database database;

    protected Removing() {
        // For the container's proxy.
    }

    @Inject
    public Removing(Closing closing, RoomRemoval removal, Database database) {
        this.closing = closing;
        this.removal = removal;
        this.database = database;
    }

    /**
     * Closes a room if it is open, and removes it in parts once all nodes have confirmed that it is
     * closed: after that, a node can no longer learn of it.
     *
     * @param admin a user who may close any room
     * @return completed once the room is gone; if it fails, it may be repeated. Fails with
     *     ROOM_NOT_FOUND, ACCESS_DENIED (also for a direct room) or UNAVAILABLE
     */
    public CompletionStage<Void> remove(User admin, String roomId) {
        if (!admin.hasRole(User.ADMIN)) {
            throw new RefusedException(ErrorCode.ACCESS_DENIED);
        }
        return closing.ensureClosed(admin, roomId).thenCompose(closed -> removeParts(roomId));
    }

    private CompletionStage<Void> removeParts(String roomId) {
        return database.laterOrAgain(() -> removal.removeSome(roomId))
                .thenCompose(
                        more ->
                                more
                                        ? removeParts(roomId)
                                        : CompletableFuture.<Void>completedFuture(null));
    }
}
