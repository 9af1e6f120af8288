package dev.parley.conversation;

import dev.parley.flow.ThreadPools;
import dev.parley.history.RoomStore;
import dev.parley.hub.LocalSocket;
import dev.parley.room.LocalRooms;
import dev.parley.room.Seats;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Removes sockets from rooms, with or without ending the membership. Thread-safe. */
@ApplicationScoped
public class Leaving {

    private static final CompletionStage<Void> DONE = CompletableFuture.completedFuture(null);

    @Inject private LocalRooms localRooms;
    @Inject private Seats seats;
    @Inject private RoomStore rooms;
    @Inject private RoomRights rights;
    @Inject private Database database;
    @Inject private ThreadPools threads;

    /**
     * Removes a socket from a room.
     *
     * @param forget whether to end the membership, too
     * @param end receives the outcome: null, or a failure. Called last: after it, the socket gets
     *     no more events of the room
     */
    public void leave(
            LocalSocket socket, String roomId, boolean forget, BiConsumer<Void, Throwable> end) {
        rights.requireJoined(socket, roomId)
                .thenCompose(joined -> forget ? forget(socket.user().id(), roomId) : DONE)
                .whenComplete(
                        (nothing, failure) ->
                                localRooms
                                        .stripe(roomId)
                                        .execute(() -> leave(socket, roomId, failure, end)));
    }

    /** Runs on the room's stripe. */
    private void leave(
            LocalSocket socket,
            String roomId,
            @Nullable Throwable failure,
            BiConsumer<Void, Throwable> end) {
        if (failure != null) {
            end.accept(null, failure);
            return;
        }
        localRooms.leave(roomId, socket, true);
        seatOf(socket, roomId).thenRun(() -> end.accept(null, null));
    }

    /** Completes once the seat is free, or cannot be released for now. */
    private CompletionStage<Void> seatOf(LocalSocket socket, String roomId) {
        return threads.timers()
                .within(Database.PATIENCE, seats.left(roomId, socket.user().id()), null);
    }

    /** Ends a membership. */
    CompletionStage<Void> forget(String userId, String roomId) {
        return database.later(
                () -> {
                    rooms.dismiss(roomId, userId);
                    return null;
                });
    }
}
