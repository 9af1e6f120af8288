package dev.parley.conversation;

import dev.parley.api.User;
import dev.parley.history.RoomInfo;
import dev.parley.hub.LocalSocket;
import dev.parley.hub.RightsReview;
import dev.parley.room.LocalRooms;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
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
        return database.laterInParts(() -> lost(joined, renewed))
                .thenCompose(lost -> leave(socket, lost));
    }

    private List<String> lost(List<String> joined, User user) {
        Map<String, RoomInfo> readable = database.now(() -> rights.readable(joined, user));
        return joined.stream()
                .filter(id -> !readable.containsKey(id) || !isPermitted(readable.get(id), user))
                .toList();
    }

    /** A policy gets a transaction of its own, since one that refuses may end it. */
    private boolean isPermitted(RoomInfo room, User user) {
        return !rights.hasPolicies() || database.permits(() -> rights.requireEntry(room, user));
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
