package dev.parley.flow;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks after a delay, exact to milliseconds. Tasks must not block. If a task fails, even with
 * an {@link Error}, the failure is logged. Thread-safe.
 */
public final class Timers {

    private static final Logger LOG = Logger.getLogger(Timers.class.getName());

    private final ScheduledExecutorService clock;
    private final LongSupplier nanoTime;

    /**
     * @param clock runs the tasks, on a thread of the container
     * @param nanoTime the time, in nanoseconds from any point
     */
    public Timers(ScheduledExecutorService clock, LongSupplier nanoTime) {
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /** Returns the time, in nanoseconds from an arbitrary point. */
    long nanoTime() {
        return nanoTime.getAsLong();
    }

    /** Runs {@code task} once after {@code delay}, unless the returned future is cancelled. */
    public Future<?> after(Duration delay, Runnable task) {
        try {
            return clock.schedule(() -> guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException stopping) {
            return CompletableFuture.completedFuture(null);
        }
    }

    /**
     * Runs {@code task} again and again until the stop, {@code pause} after the end of the run
     * before. A run that fails is logged; the next one follows all the same.
     */
    public void every(Duration pause, Runnable task) {
        try {
            clock.scheduleWithFixedDelay(
                    () -> guarded(task), pause.toNanos(), pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException stopping) {
            LOG.log(Level.FINE, "A timed task came after the end", stopping);
        }
    }

    /**
     * Bounds how long a result is waited for.
     *
     * @return completes like {@code result}; after {@code patience} with {@code otherwise}, on the
     *     thread of these timers
     */
    public <T> CompletionStage<T> within(
            Duration patience, CompletionStage<T> result, @Nullable T otherwise) {
        CompletableFuture<T> bounded = new CompletableFuture<>();
        Future<?> deadline = after(patience, () -> bounded.complete(otherwise));
        result.whenComplete((value, failure) -> deadline.cancel(false))
                .whenComplete(Failures.into(bounded));
        return bounded;
    }

    private static void guarded(Runnable task) {
        Guarded.run(LOG, "A timed task failed", task);
    }
}
