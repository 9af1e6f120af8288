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

/**
 * Joining rooms: what was read from the database and the events since then are fitted together on
 * the room's stripe. Thread-safe.
 */
@ApplicationScoped
public class Joining {

    /**
     * Where a client left off.
     *
     * @param since the last {@code seq} that it has, or null
     * @param epoch of the stream that it had; null for the present one
     * @param rev the last {@code rev} that it has, or null
     */
    public record Resume(Long since, String epoch, Long rev) {}

    /**
     * The outcome of a join.
     *
     * @param recovered whether {@code messages} is what was missed; null if the client did not ask
     * @param more whether more was missed than {@code messages} holds
     * @param changed the present state of messages that the client has and that have changed; null
     *     if the client did not ask, or if {@code recovered} is not true
     */
    public record Joined(
            RoomInfo room,
            List<StoredMessage> messages,
            long lastSeq,
            long rev,
            Boolean recovered,
            boolean more,
            List<StoredMessage> changed) {}

    @Inject private RoomFeed feed;
    @Inject private LocalRooms localRooms;
    @Inject private Seats seats;
    @Inject private JoinReader reader;
    @Inject private Leaving leaving;
    @Inject private ThreadPools threads;

    /**
     * Lets a socket into a room.
     *
     * @param end takes the outcome on the room's stripe, before any event of the room
     */
    public void join(
            LocalSocket socket, String roomId, Resume resume, BiConsumer<Joined, Throwable> end) {
        RoomRights.requireOrdinaryId(roomId);
        AtomicBoolean enrolled = new AtomicBoolean();
        JoinAttempt attempt =
                new JoinAttempt(socket, roomId, resume, seats.attempt(socket.user().id()));
        JoinDeadline deadline = new JoinDeadline(attempt, threads.timers(), localRooms, end);
        feed.join(
                roomId,
                () -> {
                    deadline.requireTime();
                    return reader.read(attempt).after(enrolled);
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
     * Lets the socket hear the room, from the place that was read.
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
            // The membership stays: the user will try again, or is in by another connection
            // already.
            end.accept(null, Database.unavailable());
            return true;
        }
        if (localRooms.enter(room.id(), attempt.socket()) == LocalRooms.Entry.ENTERED) {
            attempt.seat().entered(room.id());
        }
        attempt.seat().abandon();
        end.accept(reading.missed().told(room), null);
        return true;
    }

    /** The room was closed meanwhile: a membership that this join began ends again. */
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
