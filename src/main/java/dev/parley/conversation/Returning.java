package dev.parley.conversation;

import dev.parley.history.RoomInfo;
import dev.parley.hub.ErrorCode;
import dev.parley.hub.Reentry;
import dev.parley.hub.RefusedException;
import dev.parley.hub.Socket;
import dev.parley.room.LocalRooms;
import dev.parley.room.Seats;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** Lets sockets that were lost back into their rooms, if they may still be there. Thread-safe. */
@ApplicationScoped
public class Returning implements Reentry {

    @Inject private RoomRights rights;
    @Inject private LocalRooms localRooms;
    @Inject private Seats seats;
    @Inject private Database database;

    @Override
    public CompletionStage<Boolean> reenter(Socket socket) {
        // In the order in which everybody locks rooms.
        List<String> roomIds = socket.rooms().stream().sorted().toList();
        if (roomIds.isEmpty()) {
            return CompletableFuture.completedFuture(true);
        }
        Set<String> claimed = ConcurrentHashMap.newKeySet();
        return database.later(
                        () -> roomIds.stream().map(id -> allowed(id, socket, claimed)).toList())
                .thenCompose(rooms -> enterAll(rooms, socket, claimed))
                .exceptionally(
                        failure -> {
                            claimed.forEach(id -> seats.abandon(id, socket.user().id()));
                            return refused(failure);
                        });
    }

    /** A refusal is an answer; a database that is away is none. */
    private static boolean refused(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof RefusedException refusal && refusal.code() != ErrorCode.UNAVAILABLE) {
            return false;
        }
        throw new CompletionException(cause);
    }

    /**
     * @param claimed takes the rooms of limited capacity
     */
    private RoomInfo allowed(String roomId, Socket socket, Set<String> claimed) {
        RoomInfo room = rights.requireReadable(roomId, socket.user().id());
        if (room.closed()) {
            throw new RefusedException(ErrorCode.ROOM_CLOSED);
        }
        if (room.capacity() > 0) {
            seats.claim(room, socket.user().id(), claimed.add(roomId));
        }
        return room;
    }

    private CompletionStage<Boolean> enterAll(
            List<RoomInfo> rooms, Socket socket, Set<String> claimed) {
        List<CompletableFuture<Boolean>> entrances = new ArrayList<>();
        for (RoomInfo room : rooms) {
            entrances.add(
                    CompletableFuture.supplyAsync(
                            () -> enter(room, socket, claimed), localRooms.stripe(room.id())));
        }
        return CompletableFuture.allOf(entrances.toArray(CompletableFuture[]::new))
                .thenApply(done -> entrances.stream().allMatch(CompletableFuture::join));
    }

    private boolean enter(RoomInfo room, Socket socket, Set<String> claimed) {
        boolean entered = localRooms.reenter(room.id(), socket) == LocalRooms.Entrance.ENTERED;
        // From here on the socket has the seat; or, if it did not enter, nobody.
        if (claimed.remove(room.id()) && !entered) {
            seats.abandon(room.id(), socket.user().id());
        }
        return entered;
    }
}
