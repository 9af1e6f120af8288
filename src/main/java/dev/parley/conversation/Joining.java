package dev.parley.conversation;

import dev.parley.api.ErrorCode;
import dev.parley.api.RefusedException;
import dev.parley.flow.ThreadPools;
import dev.parley.history.DurableEvent;
import dev.parley.history.RoomInfo;
import dev.parley.history.StoredMessage;
import dev.parley.hub.LocalSocket;
import dev.parley.room.LocalRooms;
import dev.parley.room.Seats;
import dev.parley.stream.JoinListener;
import dev.parley.stream.Position;
import dev.parley.stream.RoomFeed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Joins sockets to rooms. Combines what was read from the database with the events since then, on
 * the room's stripe. Thread-safe.
 */
@ApplicationScoped
public class Joining {

    /**
     * Where a client left off.
     *
     * @param since the last {@code seq} that the client has, or null
     * @param epoch the epoch of the stream that the client had; null for the current one
     * @param rev the last {@code rev} that the client has, or null
     */
    public record Resume(@Nullable Long since, @Nullable String epoch, @Nullable Long rev) {}

    /**
     * The outcome of a join.
     *
     * @param recovered whether {@code messages} contains what the client missed; null if the client
     *     sent no {@code since}
     * @param more whether the client missed more than {@code messages} contains, or the newest page
     *     would have been too large
     * @param changed the current state of changed messages that the client has; null if the client
     *     sent no {@code rev}, or if {@code recovered} is not true
     * @param texts the messages as JSON
     */
    public record Joined(
            RoomInfo room,
            List<StoredMessage> messages,
            long lastSeq,
            long rev,
            @Nullable Boolean recovered,
            boolean more,
            @Nullable List<StoredMessage> changed,
            MessageTexts texts) {}

    @Inject private RoomFeed feed;
    @Inject private LocalRooms localRooms;
    @Inject private Seats seats;
    @Inject private JoinReader reader;
    @Inject private PageBudget budget;
    @Inject private Leaving leaving;
    @Inject private ThreadPools threads;

    /**
     * Joins a socket to a room.
     *
     * @param end receives the outcome: a success on the room's stripe, before any event of the room
     */
    public void join(
            LocalSocket socket, String roomId, Resume resume, BiConsumer<Joined, Throwable> end) {
        RoomRights.requireOrdinaryId(roomId);
        budget.acquire(socket)
                .whenComplete(
                        (permit, failure) -> {
                            if (failure == null) {
                                start(socket, roomId, resume, ending(permit, end));
                            } else {
                                end.accept(null, failure);
                            }
                        });
    }

    private static BiConsumer<Joined, Throwable> ending(
            PageBudget.Permit permit, BiConsumer<Joined, Throwable> end) {
        return (joined, failure) -> {
            try {
                end.accept(joined, failure);
            } finally {
                permit.close();
            }
        };
    }

    private void start(
            LocalSocket socket, String roomId, Resume resume, BiConsumer<Joined, Throwable> end) {
        AtomicBoolean enrolled = new AtomicBoolean();
        JoinAttempt attempt =
                new JoinAttempt(socket, roomId, resume, seats.attempt(socket.user().id()));
        JoinDeadline deadline = new JoinDeadline(attempt, threads.timers(), localRooms, end);
        feed.join(
                roomId,
                () -> {
                    deadline.requireTime();
                    return reader.read(attempt).encoded().after(enrolled);
                },
                reading -> new Position(reading.room().epoch(), reading.room().lastRev()),
                new JoinListener<JoinReading>() {
                    @Override
                    public boolean onPosition(JoinReading reading, List<DurableEvent> since) {
                        if (deadline.isOver()) {
                            attempt.seat().abandon();
                            return true;
                        }
                        return enter(attempt, reading, since, deadline::end);
                    }

                    @Override
                    public void onFailure(Throwable failure) {
                        attempt.seat().abandon();
                        deadline.end(null, failure);
                    }
                });
    }

    /**
     * Adds the socket to the room, at the stream position of the reading.
     *
     * @return whether the join is over; otherwise the room has to be read again
     */
    private boolean enter(
            JoinAttempt attempt,
            JoinReading reading,
            List<DurableEvent> since,
            BiConsumer<Joined, Throwable> end) {
        RoomInfo room = reading.room();
        if (since.stream().anyMatch(DurableEvent::endsStream)) {
            attempt.seat().abandon();
            turnAway(attempt.userId(), reading, end);
            return true;
        }
        if (!since.stream().allMatch(reading.missed()::follow)) {
            return false;
        }
        if (!attempt.seat().holds(room.id())) {
            attempt.seat().abandon();
            // The membership stays: the user will retry, or is present through another connection.
            end.accept(null, Database.unavailable());
            return true;
        }
        if (localRooms.enter(room.id(), attempt.socket()) == LocalRooms.Entry.ENTERED) {
            attempt.seat().entered(room.id());
        }
        attempt.seat().abandon();
        end.accept(reading.missed().told(room, reading.texts()), null);
        return true;
    }

    /**
     * Rejects the join, because the room was closed meanwhile. Ends a membership that it created.
     */
    private void turnAway(String userId, JoinReading reading, BiConsumer<Joined, Throwable> end) {
        RefusedException refusal = new RefusedException(ErrorCode.ROOM_CLOSED);
        if (reading.enrolled()) {
            CompletableFuture.completedFuture(reading.room().id())
                    .thenCompose(roomId -> leaving.forget(userId, roomId))
                    .whenComplete((nothing, failure) -> end.accept(null, refusal));
        } else {
            end.accept(null, refusal);
        }
    }
}
