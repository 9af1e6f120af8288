package dev.parley.conversation;

import dev.parley.api.ErrorCode;
import dev.parley.api.RefusedException;
import dev.parley.api.User;
import dev.parley.flow.Failures;
import dev.parley.history.RoomInfo;
import dev.parley.hub.LocalSocket;
import dev.parley.hub.Reentry;
import dev.parley.room.LocalRooms;
import dev.parley.room.Seats;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Returns recovered sockets to their rooms, if they may still enter them. Thread-safe. */
@ApplicationScoped
public class Returning implements Reentry {

    @Inject private RoomRights rights;
    @Inject private LocalRooms localRooms;
    @Inject private Seats seats;
    @Inject private Database database;

    @Override
    public CompletionStage<Boolean> reenter(LocalSocket socket, User renewed) {
        // In the global lock order of rooms.
        List<String> roomIds = socket.rooms().stream().sorted().toList();
        if (roomIds.isEmpty()) {
            return CompletableFuture.completedFuture(true);
        }
        Seats.Attempt attempt = seats.attempt(socket.user().id());
        return database.later(
                        () -> {
                            Map<String, RoomInfo> readable = rights.readable(roomIds, renewed);
                            return roomIds.stream()
                                    .map(id -> allowed(readable.get(id), renewed, attempt))
                                    .toList();
                        })
                .thenCompose(rooms -> enterAll(rooms, socket, attempt))
                .whenComplete((entered, failure) -> attempt.abandon())
                .exceptionally(Returning::refused);
    }

    /**
     * Distinguishes a rejection, which is a result, from an unavailable database, which is a
     * failure.
     */
    private static boolean refused(Throwable failure) {
        Throwable cause = Failures.cause(failure);
        if (cause instanceof RefusedException refusal
                && !refusal.code().equals(ErrorCode.UNAVAILABLE)) {
            return false;
        }
        throw new CompletionException(cause);
    }

    private RoomInfo allowed(@Nullable RoomInfo room, User renewed, Seats.Attempt attempt) {
        if (room == null) {
            throw new RefusedException(ErrorCode.ACCESS_DENIED);
        }
        rights.requireEntry(room, renewed);
        if (room.closed()) {
            throw new RefusedException(ErrorCode.ROOM_CLOSED);
        }
        if (room.capacity() > 0) {
            attempt.claim(room);
        }
        return room;
    }

    private CompletionStage<Boolean> enterAll(
            List<RoomInfo> rooms, LocalSocket socket, Seats.Attempt attempt) {
        List<CompletableFuture<Boolean>> entrances = new ArrayList<>();
        for (RoomInfo room : rooms) {
            entrances.add(
                    CompletableFuture.supplyAsync(
                            () -> enter(room, socket, attempt), localRooms.stripe(room.id())));
        }
        return CompletableFuture.allOf(entrances.toArray(CompletableFuture[]::new))
                .thenApply(done -> entrances.stream().allMatch(CompletableFuture::join));
    }

    private boolean enter(RoomInfo room, LocalSocket socket, Seats.Attempt attempt) {
        if (!attempt.holds(room.id())
                || localRooms.reenter(room.id(), socket) != LocalRooms.Entry.ENTERED) {
            return false;
        }
        attempt.entered(room.id());
        return true;
    }
}
