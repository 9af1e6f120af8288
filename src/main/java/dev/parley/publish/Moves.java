package dev.parley.publish;

import dev.parley.api.ErrorCode;
import dev.parley.api.RefusedException;
import dev.parley.conversation.Joining;
import dev.parley.conversation.Leaving;
import dev.parley.flow.Failures;
import dev.parley.hub.LocalSocket;
import dev.parley.room.LocalRooms;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Joins connections of this node to rooms and channels, and removes them. Thread-safe. */
@ApplicationScoped
class Moves {

    @Inject private LocalConnections connections;
    @Inject private LocalRooms localRooms;
    @Inject private Joining joining;
    @Inject private Leaving leaving;

    /** Returns whether the connection is in the room now; fails with a {@link RefusedException}. */
    CompletionStage<Boolean> join(LocalSocket socket, String name) {
        if (!hasRooms(socket)) {
            return CompletableFuture.completedFuture(
                    socket.namespace().channels().subscribe(socket, name, Integer.MAX_VALUE));
        }
        CompletableFuture<Boolean> joined = new CompletableFuture<>();
        joining.join(
                socket,
                name,
                new Joining.Resume(null, null, null),
                (entered, failure) -> {
                    if (failure != null) {
                        joined.completeExceptionally(failure);
                        return;
                    }
                    boolean here = connections.find(socket.id()).isPresent();
                    if (!here) {
                        // The client disconnected before it was in the room, so the disconnect
                        // did not remove it from there.
                        localRooms.leave(name, socket, false);
                    }
                    joined.complete(here);
                });
        return joined;
    }

    /** Returns whether the connection was in the room; fails with a {@link RefusedException}. */
    CompletionStage<Boolean> leave(LocalSocket socket, String name) {
        if (!hasRooms(socket)) {
            return CompletableFuture.completedFuture(
                    socket.namespace().channels().unsubscribe(socket, name));
        }
        CompletableFuture<Boolean> left = new CompletableFuture<>();
        leaving.leave(
                socket,
                name,
                false,
                (nothing, failure) -> {
                    if (failure == null || isNotInRoom(failure)) {
                        left.complete(failure == null);
                    } else {
                        left.completeExceptionally(failure);
                    }
                });
        return left;
    }

    private static boolean isNotInRoom(Throwable failure) {
        Throwable cause = Failures.cause(failure);
        return cause instanceof RefusedException refused
                && refused.code().equals(ErrorCode.NOT_IN_ROOM);
    }

    private static boolean hasRooms(LocalSocket socket) {
        return LocalRooms.NAMESPACES.contains(socket.namespace().name());
    }
}
