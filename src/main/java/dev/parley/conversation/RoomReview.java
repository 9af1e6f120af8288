package dev.parley.conversation;

import dev.parley.api.User;
import dev.parley.hub.LocalSocket;
import dev.parley.hub.RightsReview;
import dev.parley.room.LocalRooms;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Removes a socket from rooms that its user may no longer see. Thread-safe. */
@ApplicationScoped
public class RoomReview implements RightsReview {

    @Inject private RoomRights rights;
    @Inject private LocalRooms localRooms;
    @Inject private Database database;

    @Override
    public CompletionStage<Void> review(LocalSocket socket, User renewed) {
        List<String> joined = List.copyOf(socket.rooms());
        if (joined.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        return database.laterInParts(
                        () -> joined.stream().filter(room -> !isReadable(room, renewed)).toList())
                .thenCompose(lost -> leave(socket, lost));
    }

    private boolean isReadable(String roomId, User user) {
        return database.permits(() -> rights.requireReadable(roomId, user));
    }

    private CompletionStage<Void> leave(LocalSocket socket, List<String> lost) {
        return CompletableFuture.allOf(
                lost.stream().map(room -> leave(socket, room)).toArray(CompletableFuture[]::new));
    }

    private CompletableFuture<Void> leave(LocalSocket socket, String roomId) {
        return CompletableFuture.runAsync(
                () -> localRooms.leave(roomId, socket, true), localRooms.stripe(roomId));
    }
}
