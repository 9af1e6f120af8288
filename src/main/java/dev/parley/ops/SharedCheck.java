package dev.parley.ops;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs a slow check once for all callers at about the same time: however many call and however long
 * it hangs, it occupies one thread. Thread-safe.
 */
final class SharedCheck {

    private static final Duration FRESH = Duration.ofSeconds(1);

    private final BooleanSupplier question;
    private final Executor executor;
    private final Duration patience;
    private final LongSupplier nanoTime;
    private @Nullable CompletableFuture<Boolean> answer;
    private long askedAt;

    SharedCheck(
            BooleanSupplier question, Executor executor, Duration patience, LongSupplier nanoTime) {
        this.question = question;
        this.executor = executor;
        this.patience = patience;
        this.nanoTime = nanoTime;
    }

    /**
     * Returns the answer, which may be up to a second old.
     *
     * @return false if there is no answer in time, counted from the start of the check
     */
    boolean ask() {
        CompletableFuture<Boolean> asked;
        long left;
        synchronized (this) {
            long now = nanoTime.getAsLong();
            if (answer == null || answer.isDone() && now - askedAt >= FRESH.toNanos()) {
                askedAt = now;
                answer = begin();
            }
            asked = answer;
            left = Math.max(0, patience.toNanos() - (now - askedAt));
        }
        try {
            return asked.get(left, TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private CompletableFuture<Boolean> begin() {
        try {
            return CompletableFuture.supplyAsync(question::getAsBoolean, executor);
        } catch (RejectedExecutionException stopping) {
            return CompletableFuture.completedFuture(false);
        }
    }
}
