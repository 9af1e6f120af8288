package dev.parley.conversation;

import dev.parley.config.Settings;
import dev.parley.flow.ThreadPools;
import dev.parley.history.RoomStore;
import dev.parley.room.LocalRooms;
import dev.parley.stream.RoomFeed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Removes the rooms that a join has made, in which nothing was ever said and nobody has been for
 * the configured time. Thread-safe.
 *
 * <p>Such a room carries the time at which somebody was last seen in it: joins write it, under the
 * lock of its row, and so does each sweep for the rooms that are occupied on its node. So a room
 * goes after the configured time and two pauses between sweeps at most. One that somebody is about
 * to enter stays: the join either comes first and is seen, or makes the room anew.
 */
@ApplicationScoped
public class IdleRooms {

    private static final Logger LOG = Logger.getLogger(IdleRooms.class.getName());
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final int SWEEPS_PER_TIME = 4;
    private static final int MOST_AT_ONCE = 500;

    @Inject private RoomStore rooms;
    @Inject private LocalRooms localRooms;
    @Inject private RoomFeed feed;
    @Inject private Database database;
    @Inject private ThreadPools threads;
    @Inject private Settings settings;

    /** Begins to sweep, if that is configured; called once, at start-up. */
    public void start() {
        if (isOn()) {
            threads.timers().after(pause(), this::sweep);
        }
    }

    private boolean isOn() {
        return !settings.rooms().idleCleanup().isZero();
    }

    private Duration pause() {
        Duration part = settings.rooms().idleCleanup().dividedBy(SWEEPS_PER_TIME);
        return part.compareTo(LONGEST_PAUSE) < 0 ? part : LONGEST_PAUSE;
    }

    /** Somebody is about to enter a room. Wants the transaction that then reads it. */
    void entering(String roomId) {
        if (isOn()) {
            rooms.seen(roomId, System.currentTimeMillis());
        }
    }

    private void sweep() {
        long now = System.currentTimeMillis();
        // Who is in a room is seen only once in a pause.
        long before = now - settings.rooms().idleCleanup().plus(pause()).toMillis();
        CompletableFuture.<Void>completedFuture(null)
                .thenCompose(nothing -> database.later(() -> candidates(now, before)))
                .thenCompose(found -> remove(found, before))
                .whenComplete(
                        (nothing, failure) -> {
                            if (failure != null) {
                                LOG.log(Level.FINE, "Idle rooms stay for now", failure);
                            }
                            threads.timers().after(pause(), this::sweep);
                        });
    }

    private List<String> candidates(long now, long before) {
        rooms.seen(localRooms.occupied(), now);
        return rooms.idle(before, MOST_AT_ONCE);
    }

    private CompletionStage<Void> remove(List<String> found, long before) {
        return CompletableFuture.allOf(
                found.stream().map(room -> remove(room, before)).toArray(CompletableFuture[]::new));
    }

    private CompletableFuture<Void> remove(String roomId, long before) {
        // A join that begins after this look is in line with the removal by the lock of the row.
        return CompletableFuture.supplyAsync(() -> feed.isUsed(roomId), localRooms.stripe(roomId))
                .thenCompose(
                        used ->
                                used
                                        ? CompletableFuture.<Void>completedFuture(null)
                                        : removeUnlessSeen(roomId, before));
    }

    private CompletionStage<Void> removeUnlessSeen(String roomId, long before) {
        return database.later(
                () -> {
                    if (rooms.removeIdle(roomId, before)) {
                        LOG.log(Level.FINE, "Room {0} was idle and is removed", roomId);
                    }
                    return null;
                });
    }
}
