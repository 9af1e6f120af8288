package dev.parley.flow;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A clock for {@link Timers} whose time passes when a test says so. For one thread. */
public final class ManualClock {

    private final List<Task> tasks = new ArrayList<>();
    private final Executor executor = new Executor();
    private long now;

    /** Timers that run their tasks in {@link #advance}. */
    public Timers timers() {
        return new Timers(executor, () -> now);
    }

    /**
     * Timers like {@link #timers}.
     *
     * @param onRead runs whenever the time is read
     */
    public Timers timers(Runnable onRead) {
        return new Timers(
                executor,
                () -> {
                    onRead.run();
                    return now;
                });
    }

    /** The time, counted from the epoch. */
    public Instant instant() {
        return Instant.EPOCH.plusNanos(now);
    }

    /** Lets time pass and runs what is due, in its order, on this thread. */
    public void advance(Duration time) {
        long end = now + time.toNanos();
        for (Task next = due(end); next != null; next = due(end)) {
            tasks.remove(next);
            now = Math.max(now, next.time);
            next.run();
        }
        now = end;
    }

    private Task due(long end) {
        tasks.removeIf(FutureTask::isCancelled);
        return tasks.stream()
                .filter(task -> task.time <= end)
                .min(Comparator.comparingLong(task -> task.time))
                .orElse(null);
    }

    /** How many tasks wait that nobody has cancelled. */
    public long waiting() {
        return tasks.stream().filter(task -> !task.isCancelled()).count();
    }

    private final class Executor extends ScheduledThreadPoolExecutor {
        Executor() {
            super(0);
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
            Task scheduled = new Task(() -> run(task), now + unit.toNanos(delay));
            tasks.add(scheduled);
            return scheduled;
        }

        @Override
        public ScheduledFuture<?> scheduleWithFixedDelay(
                Runnable task, long delay, long pause, TimeUnit unit) {
            return schedule(
                    () -> {
                        task.run();
                        scheduleWithFixedDelay(task, pause, pause, unit);
                    },
                    delay,
                    unit);
        }

        private Object run(Runnable task) {
            task.run();
            return null;
        }
    }

    private static final class Task extends FutureTask<Object> implements ScheduledFuture<Object> {
        private final long time;

        Task(Callable<Object> work, long time) {
            super(work);
            this.time = time;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int compareTo(Delayed other) {
            throw new UnsupportedOperationException();
        }
    }
}
