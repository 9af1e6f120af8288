package dev.parley.conversation;

import dev.parley.flow.Timers;
import dev.parley.room.LocalRooms;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Ends a join exactly once: with its outcome, or with UNAVAILABLE if the database does not respond
 * in time. The client then retries, and the server stops working on the old attempt. A timeout ends
 * the join on the room's stripe. Thread-safe.
 */
final class JoinDeadline {

    private final BiConsumer<Joining.Joined, Throwable> end;
    private final Future<?> timer;
    private final AtomicBoolean over = new AtomicBoolean();

    /** Starts the timer. */
    JoinDeadline(
            JoinAttempt attempt,
            Timers timers,
            LocalRooms rooms,
            BiConsumer<Joining.Joined, Throwable> end) {
        this.end = end;
        Runnable late =
                () -> {
                    attempt.seat().abandon();
                    end(null, Database.unavailable());
                };
        timer = timers.after(Database.PATIENCE, () -> rooms.stripe(attempt.roomId()).execute(late));
    }

    boolean isOver() {
        return over.get();
    }

    /** Throws UNAVAILABLE if the join is over. */
    void requireTime() {
        if (isOver()) {
            throw Database.unavailable();
        }
    }

    void end(Joining.@Nullable Joined joined, @Nullable Throwable failure) {
        if (over.compareAndSet(false, true)) {
            timer.cancel(false);
            end.accept(joined, failure);
        }
    }
}
