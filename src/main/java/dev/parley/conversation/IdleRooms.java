package dev.parley.conversation;

import dev.parley.config.Settings;
import dev.parley.flow.ThreadPools;
import dev.parley.history.IdleRoomStore;
import dev.parley.history.RoomStore;
import dev.parley.room.LocalRooms;
import dev.parley.room.Rooms;
import dev.parley.stream.RoomFeed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Removes rooms that were created by a join, in which nothing was ever posted, and which were empty
 * for the configured time. Thread-safe.
 *
 * <p>Such a room stores when a user was last seen in it. Joins update this time under the room's
 * row lock, unless it is less than a sweep ago; each sweep updates it for the rooms that are
 * occupied on its node. So a room is removed at the latest two sweeps after the configured time,
 * but never while a node reports users in it. A room that is being joined is not lost: the join
 * either comes first and updates the time, or creates the room again.
 */
@ApplicationScoped
public class IdleRooms {

    private static final Logger LOG = Logger.getLogger(IdleRooms.class.getName());
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final int SWEEPS_PER_TIME = 4;
    private static final int MOST_AT_ONCE = 500;

    @Inject private IdleRoomStore store;
    @Inject private Rooms rooms;
    @Inject private LocalRooms localRooms;
    @Inject private RoomFeed feed;
    @Inject private Database database;
    @Inject private ThreadPools threads;
    @Inject private Settings settings;

    /** Starts the sweeps, if configured; called once, at start-up. */
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

    /**
     * Records that a user is about to enter a room. Requires the transaction that has found it.
     *
     * @return false if the room has changed since, or is gone
     */
    boolean entering(RoomStore.ForUser found) {
        long now = System.currentTimeMillis();
        boolean isDue = found.activeAt() <= now - pause().toMillis();
        return !isOn() || !found.isUnused() || !isDue || store.seen(found.room().id(), now);
    }

    private void sweep() {
        long now = System.currentTimeMillis();
        // Sweeps record the occupied rooms only once per pause.
        long before = now - settings.rooms().idleCleanup().plus(pause()).toMillis();
        CompletableFuture.<Void>completedFuture(null)
                .thenCompose(nothing -> database.later(() -> candidates(now, before)))
                .thenCompose(found -> remove(found, before))
                .whenComplete(
                        (nothing, failure) -> {
                            if (failure != null) {
                                LOG.log(Level.FINE, "Idle rooms were not removed", failure);
                            }
                            threads.timers().after(pause(), this::sweep);
                        });
    }

    private List<String> candidates(long now, long before) {
        store.seen(localRooms.occupied(), now);
        return store.idle(before, MOST_AT_ONCE);
    }

    /** Removes those rooms that are empty on all nodes. */
    private CompletionStage<Void> remove(List<String> found, long before) {
        List<CompletableFuture<Optional<String>>> unused =
                found.stream()
                        // Of an occupied room, the other node may not have been able to say so.
                        .filter(roomId -> rooms.nodesIn(roomId).isEmpty())
                        .map(this::ifUnused)
                        .toList();
        return CompletableFuture.allOf(unused.toArray(CompletableFuture[]::new))
                .thenApply(done -> unused.stream().flatMap(it -> it.join().stream()).toList())
                .thenCompose(ids -> database.later(() -> removeUnlessSeen(ids, before)));
    }

    private CompletableFuture<Optional<String>> ifUnused(String roomId) {
        // The row lock orders the removal against joins that start after this check.
        return CompletableFuture.supplyAsync(
                () -> feed.isUsed(roomId) ? Optional.empty() : Optional.of(roomId),
                localRooms.stripe(roomId));
    }

    private Void removeUnlessSeen(List<String> ids, long before) {
        List<String> removed = store.removeIdle(ids, before);
        LOG.log(Level.FINE, "Removed the idle rooms {0}", removed);
        return null;
    }
}
