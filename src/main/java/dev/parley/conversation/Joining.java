package dev.parley.conversation;

import dev.parley.api.ChatRoom;
import dev.parley.api.ErrorCode;
import dev.parley.api.RefusedException;
import dev.parley.api.User;
import dev.parley.config.Settings;
import dev.parley.flow.ThreadPools;
import dev.parley.history.DurableEvent;
import dev.parley.history.KeyedLocks;
import dev.parley.history.MessageStore;
import dev.parley.history.Role;
import dev.parley.history.RoomDraft;
import dev.parley.history.RoomInfo;
import dev.parley.history.RoomStore;
import dev.parley.history.StoredMessage;
import dev.parley.history.Visibility;
import dev.parley.hub.LocalSocket;
import dev.parley.room.LocalRooms;
import dev.parley.room.Seats;
import dev.parley.stream.JoinListener;
import dev.parley.stream.Position;
import dev.parley.stream.RoomFeed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

/** Joining and leaving rooms. Thread-safe. */
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
     * What a client that has joined is told.
     *
     * @param recovered whether {@code messages} is what was missed; null if it was not asked
     * @param more whether more was missed than {@code messages} holds
     * @param changed what became meanwhile of messages that the client has; null if it was not
     *     asked, or not recovered
     */
    public record Joined(
            RoomInfo room,
            List<StoredMessage> messages,
            long lastSeq,
            long rev,
            Boolean recovered,
            boolean more,
            List<StoredMessage> changed) {}

    /**
     * @param enrolled whether this reading made the user a member
     */
    private record Reading(RoomInfo room, Missed missed, boolean enrolled) {

        /** Where the room is read again, it was a former reading that made the user a member. */
        Reading after(AtomicBoolean enrolledBefore) {
            enrolledBefore.compareAndSet(false, enrolled);
            return new Reading(room, missed, enrolledBefore.get());
        }
    }

    @Inject private RoomFeed feed;
    @Inject private LocalRooms localRooms;
    @Inject private Seats seats;
    @Inject private RoomStore rooms;
    @Inject private MessageStore messages;
    @Inject private RoomRights rights;
    @Inject private RoomPolicies policies;
    @Inject private IdleRooms idleRooms;
    @Inject private Database database;
    @Inject private ThreadPools threads;
    @Inject private Settings settings;

    private final KeyedLocks newRooms = new KeyedLocks();
    private final KeyedLocks newMembers = new KeyedLocks();

    /**
     * Lets a socket into a room.
     *
     * @param end takes the outcome on the room's stripe, before any event of the room
     */
    public void join(
            LocalSocket socket, String roomId, Resume resume, BiConsumer<Joined, Throwable> end) {
        RoomRights.requireOrdinaryId(roomId);
        AtomicBoolean enrolled = new AtomicBoolean();
        Attempt attempt = new Attempt(socket, roomId, resume, seats.attempt(socket.user().id()));
        Deadline deadline = new Deadline(attempt, end);
        feed.join(
                roomId,
                () -> {
                    deadline.requireTime();
                    return read(attempt).after(enrolled);
                },
                reading -> new Position(reading.room().epoch(), reading.room().lastRev()),
                new JoinListener<Reading>() {
                    @Override
                    public boolean onPosition(Reading reading, List<DurableEvent> since) {
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
     * Whoever waits while a database hangs is told UNAVAILABLE and comes again, and his work is not
     * done for nobody. Ends once, on the room's stripe if it ends by its time.
     */
    private final class Deadline {
        private final BiConsumer<Joined, Throwable> end;
        private final Future<?> timer;
        private final AtomicBoolean over = new AtomicBoolean();

        Deadline(Attempt attempt, BiConsumer<Joined, Throwable> end) {
            this.end = end;
            Runnable late =
                    () -> {
                        attempt.seat().abandon();
                        end(null, Database.unavailable());
                    };
            timer =
                    threads.timers()
                            .after(
                                    Database.PATIENCE,
                                    () -> localRooms.stripe(attempt.roomId()).execute(late));
        }

        boolean isOver() {
            return over.get();
        }

        void requireTime() {
            if (isOver()) {
                throw Database.unavailable();
            }
        }

        void end(Joined joined, Throwable failure) {
            if (over.compareAndSet(false, true)) {
                timer.cancel(false);
                end.accept(joined, failure);
            }
        }
    }

    /**
     * What a socket wants of a room.
     *
     * @param seat what it needs where the capacity is limited
     */
    private record Attempt(LocalSocket socket, String roomId, Resume resume, Seats.Attempt seat) {
        String userId() {
            return socket.user().id();
        }
    }

    /** Blocks on the database. */
    private Reading read(Attempt attempt) {
        String roomId = attempt.roomId();
        Optional<Reading> reading = readIfThere(attempt);
        if (reading.isEmpty()) {
            if (!settings.rooms().autoCreate()) {
                throw new RefusedException(ErrorCode.ROOM_NOT_FOUND);
            }
            newRooms.holding(
                    roomId,
                    () ->
                            database.nowOrAgain(
                                    () -> createIfMissing(roomId, attempt.socket().user())));
            reading = readIfThere(attempt);
        }
        return reading.orElseThrow(() -> new RefusedException(ErrorCode.ROOM_NOT_FOUND));
    }

    private Optional<Reading> readIfThere(Attempt attempt) {
        String roomId = attempt.roomId();
        return newMembers.holding(
                roomId + " " + attempt.userId(),
                () ->
                        database.nowOrAgain(
                                () -> {
                                    idleRooms.entering(roomId);
                                    return rooms.find(roomId).map(room -> read(attempt, room));
                                }));
    }

    private Reading read(Attempt attempt, RoomInfo room) {
        String userId = attempt.userId();
        if (room.closed()) {
            throw new RefusedException(ErrorCode.ROOM_CLOSED);
        }
        boolean enrolled = false;
        rights.requireReadable(room, attempt.socket().user());
        if (room.capacity() > 0) {
            // First: on EclipseLink the lock of the row waits for those who have only enrolled.
            attempt.seat().claim(room);
        }
        if (room.visibility() == Visibility.PUBLIC) {
            long now = System.currentTimeMillis();
            enrolled = rooms.enrol(room.id(), userId, Role.MEMBER, room.lastSeq(), now);
        }
        return new Reading(room, missed(room, attempt.resume(), userId), enrolled);
    }

    private RoomInfo createIfMissing(String roomId, User user) {
        return rooms.find(roomId).orElseGet(() -> create(roomId, user));
    }

    private RoomInfo create(String roomId, User user) {
        policies.requireCreation(user, new ChatRoom(roomId, roomId, null));
        return rooms.create(
                RoomDraft.automatic(roomId, settings.rooms().capacity()),
                System.currentTimeMillis());
    }

    private Missed missed(RoomInfo room, Resume resume, String userId) {
        if (resume.since() == null) {
            return Missed.fresh(room, newest(room, userId), null);
        }
        boolean sameStream = resume.epoch() == null || resume.epoch().equals(room.epoch());
        boolean ahead =
                resume.since() > room.lastSeq()
                        || resume.rev() != null && resume.rev() > room.lastRev();
        if (!sameStream || ahead) {
            return Missed.fresh(room, newest(room, userId), false);
        }
        int limit = settings.history().recoveryLimit();
        MessageStore.Page changed = null;
        if (resume.rev() != null) {
            changed = messages.changed(room.id(), resume.rev(), resume.since(), limit, userId);
            if (changed.more()) {
                // A part of it would claim to be all.
                return Missed.fresh(room, newest(room, userId), false);
            }
        }
        return Missed.since(
                resume.since(),
                room,
                messages.after(room.id(), resume.since(), room.lastSeq(), limit, userId),
                changed);
    }

    private MessageStore.Page newest(RoomInfo room, String userId) {
        return messages.newest(room.id(), room.lastSeq(), settings.history().page(), userId);
    }

    /**
     * @return whether that was the end of it; otherwise the room is to be read again
     */
    private boolean enter(
            Attempt attempt,
            Reading reading,
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
            // He stays a member: he will try again, and may be in by another connection already.
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

    /** The room was closed while he came: who has just become its member is none. */
    private void turnAway(String userId, Reading reading, BiConsumer<Joined, Throwable> end) {
        RefusedException refusal = new RefusedException(ErrorCode.ROOM_CLOSED);
        if (reading.enrolled()) {
            CompletableFuture.completedFuture(reading.room().id())
                    .thenCompose(roomId -> forget(userId, roomId))
                    .whenComplete((nothing, failure) -> end.accept(null, refusal));
        } else {
            end.accept(null, refusal);
        }
    }

    /**
     * Takes a socket out of a room.
     *
     * @param forget whether the membership ends too
     * @param end takes the outcome, with null or a failure
     */
    public void leave(
            LocalSocket socket, String roomId, boolean forget, BiConsumer<Void, Throwable> end) {
        // The answer comes last: whoever has it hears nothing more of the room.
        rights.requireJoined(socket, roomId)
                .thenCompose(
                        joined ->
                                forget
                                        ? forget(socket.user().id(), roomId)
                                        : CompletableFuture.<Void>completedFuture(null))
                .whenComplete(
                        (nothing, failure) ->
                                localRooms
                                        .stripe(roomId)
                                        .execute(
                                                () -> {
                                                    if (failure == null) {
                                                        localRooms.leave(roomId, socket, true);
                                                        seatOf(socket, roomId)
                                                                .thenRun(
                                                                        () ->
                                                                                end.accept(
                                                                                        null,
                                                                                        null));
                                                    } else {
                                                        end.accept(null, failure);
                                                    }
                                                }));
    }

    /** Completed once the seat is free, or cannot be given back for now. */
    private CompletionStage<Void> seatOf(LocalSocket socket, String roomId) {
        return threads.timers()
                .within(Database.PATIENCE, seats.left(roomId, socket.user().id()), null);
    }

    private CompletionStage<Void> forget(String userId, String roomId) {
        return database.later(
                () -> {
                    rooms.dismiss(roomId, userId);
                    return null;
                });
    }
}
