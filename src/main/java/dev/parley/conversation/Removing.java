package dev.parley.conversation;

import dev.parley.api.ErrorCode;
import dev.parley.api.RefusedException;
import dev.parley.api.User;
import dev.parley.flow.Failures;
import dev.parley.history.RoomRemoval;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Removes rooms with all their messages, so that their ids are free again. Thread-safe. */
@ApplicationScoped
public class Removing {

    @Inject private Closing closing;
    @Inject private RoomRemoval removal;
    @Inject private Database database;

    /**
     * Closes a room on all nodes if it is open, and then removes it in parts.
     *
     * @param admin a user who may close any room
     * @return completed once the room is gone; if it fails, it may be repeated. Fails with
     *     ROOM_NOT_FOUND, ACCESS_DENIED (also for a direct room) or UNAVAILABLE
     */
    public CompletionStage<Void> remove(User admin, String roomId) {
        if (!admin.hasRole(User.ADMIN)) {
            throw new RefusedException(ErrorCode.ACCESS_DENIED);
        }
        return closing.close(admin, roomId)
                .exceptionally(
                        failure -> {
                            if (isClosed(failure)) {
                                return null;
                            }
                            throw new CompletionException(Failures.cause(failure));
                        })
                .thenCompose(closed -> removeParts(roomId));
    }

    private static boolean isClosed(Throwable failure) {
        return Failures.cause(failure) instanceof RefusedException refusal
                && refusal.code().equals(ErrorCode.ROOM_CLOSED);
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
