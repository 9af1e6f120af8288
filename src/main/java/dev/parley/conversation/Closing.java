package dev.parley.conversation;

import dev.parley.api.ErrorCode;
import dev.parley.api.RefusedException;
import dev.parley.api.User;
import dev.parley.history.DurableEvent;
import dev.parley.history.RoomEventStore;
import dev.parley.history.RoomInfo;
import dev.parley.room.LocalRooms;
import dev.parley.stream.FeedRelay;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Closes rooms permanently. Thread-safe. */
@ApplicationScoped
public class Closing {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Inject private RoomEventStore events;
    @Inject private RoomRights rights;
    @Inject private FeedRelay relay;
    @Inject private LocalRooms localRooms;
    @Inject private Database database;

    /**
     * Closes a room: sends the last event to everybody in it and removes them. The messages can
     * still be read.
     *
     * @param user the room's owner, or an admin
     * @return completed once the room is closed and empty on all nodes; fails with ROOM_NOT_FOUND,
     *     ROOM_CLOSED or ACCESS_DENIED, and with UNAVAILABLE if a live node does not confirm
     */
    public CompletionStage<Void> close(User user, String roomId) {
        long now = System.currentTimeMillis();
        return database.laterOrAgain(() -> close(user, roomId, now))
                .thenCompose(
                        event ->
                                CompletableFuture.supplyAsync(
                                                () -> relay.committedEverywhere(event, PATIENCE),
                                                localRooms.stripe(roomId))
                                        .thenCompose(told -> told))
                .thenAccept(Closing::requireAll);
    }

    /**
     * Fails if a node did not confirm: the room is closed, but that node may still have users in
     * it.
     */
    private static void requireAll(boolean told) {
        if (!told) {
            throw RefusedException.retry(ErrorCode.UNAVAILABLE, PATIENCE.toMillis());
        }
    }

    private DurableEvent.RoomClosed close(User user, String roomId, long now) {
        // The lock orders the closing among the messages of the room.
        RoomInfo room =
                events.lock(roomId)
                        .orElseThrow(() -> new RefusedException(ErrorCode.ROOM_NOT_FOUND));
        if (room.closed()) {
            // A retry after a commit of unknown outcome finds what the first try did.
            return events.closing(room, user.id(), now)
                    .orElseThrow(() -> new RefusedException(ErrorCode.ROOM_CLOSED));
        }
        if (!rights.isOwner(room, user)) {
            throw new RefusedException(ErrorCode.ACCESS_DENIED);
        }
        return events.close(room, user.id(), now);
    }
}
