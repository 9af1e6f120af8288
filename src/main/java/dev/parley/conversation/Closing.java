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
import java.util.function.Supplier;

/** Closes rooms permanently. Thread-safe. */
@ApplicationScoped
public class Closing {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private RoomEventStore events;
    private RoomRights rights;
    private FeedRelay relay;
    private LocalRooms localRooms;
    private Database database;

    protected Closing() {
        // For the container's proxy.
    }

    @Inject
    public Closing(
            RoomEventStore events,
            RoomRights rights,
            FeedRelay relay,
            LocalRooms localRooms,
            Database database) {
        this.events = events;
        this.rights = rights;
        this.relay = relay;
        this.localRooms = localRooms;
        this.database = database;
    }

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
        return confirmed(roomId, () -> close(user, roomId, now));
    }

    /**
     * Like {@link #close}, also for a room that is closed: asks all nodes again, since one may not
     * have confirmed it. Does not fail with ROOM_CLOSED.
     *
     * @param admin a user who may close any room
     */
    CompletionStage<Void> ensureClosed(User admin, String roomId) {
        long now = System.currentTimeMillis();
        return confirmed(
                roomId,
                () -> {
                    RoomInfo room = lock(roomId);
                    return events.closing(room).orElseGet(() -> close(room, admin, now));
                });
    }

    private CompletionStage<Void> confirmed(
            String roomId, Supplier<DurableEvent.RoomClosed> closing) {
        return database.laterOrAgain(closing)
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
        return close(lock(roomId), user, now);
    }

    /** The lock orders the closing among the messages of the room. */
    private RoomInfo lock(String roomId) {
        return events.lock(roomId)
                .orElseThrow(() -> new RefusedException(ErrorCode.ROOM_NOT_FOUND));
    }

    private DurableEvent.RoomClosed close(RoomInfo room, User user, long now) {
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
