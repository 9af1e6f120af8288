package dev.parley.conversation;

import dev.parley.api.ErrorCode;
import dev.parley.api.RefusedException;
import dev.parley.flow.ThreadPools;
import dev.parley.flow.Timers;
import dev.parley.history.KeyedLocks;
import dev.parley.history.OutcomeUnknownException;
import dev.parley.history.Transactions;
import dev.parley.history.Trouble;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Runs transactions on reader and search threads, and translates their failures to protocol errors.
 * Thread-safe.
 */
@ApplicationScoped
public class Database {

    private static final Logger LOG = Logger.getLogger(Database.class.getName());
    private static final long RETRY_MILLIS = 1_000;

    /** How long callers wait for the database. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private Executor readers;
    private Executor searches;
    private Timers timers;
    private Transactions transactions;

    protected Database() {
        // For the container's proxy.
    }

    @Inject
    public Database(ThreadPools threads, Transactions transactions) {
        this(threads.readers(), threads.searches(), threads.timers(), transactions);
    }

    Database(Executor readers, Executor searches, Timers timers, Transactions transactions) {
        this.readers = readers;
        this.searches = searches;
        this.timers = timers;
        this.transactions = transactions;
    }

    /**
     * Runs {@code work} in a transaction on a reader thread.
     *
     * @return the result of {@code work}; fails with its exception or a {@link RefusedException}.
     *     Fails with UNAVAILABLE after five seconds, on the timer thread: nobody waits for a
     *     database that hangs, and work that has not started by then is dropped
     * @throws java.util.concurrent.RejectedExecutionException if too many tasks are waiting
     */
    <T> CompletionStage<T> later(Supplier<T> work) {
        return onReader(() -> now(work), begun -> unavailable());
    }

    /** Like {@link #later}, on a thread for searches. */
    <T> CompletionStage<T> laterSearching(Supplier<T> work) {
        return on(searches, () -> now(work), begun -> unavailable());
    }

    /** Like {@link #later}, with the second try of {@link #nowOrAgain}. */
    <T> CompletionStage<T> laterOrAgain(Supplier<T> work) {
        return onReader(() -> nowOrAgain(work), Database::whileWriting);
    }

    /** Like {@link #laterOrAgain}, while no other thread on this node works on the same key. */
    <T> CompletionStage<T> laterHolding(KeyedLocks locks, String key, Supplier<T> work) {
        return laterHolding(locks, key, work, () -> {});
    }

    /**
     * Like {@link #laterHolding(KeyedLocks, String, Supplier)}.
     *
     * @param committed called once the work is committed, before another thread gets the key
     */
    <T> CompletionStage<T> laterHolding(
            KeyedLocks locks, String key, Supplier<T> work, Runnable committed) {
        return onReader(
                () ->
                        locks.holding(
                                key,
                                () -> {
                                    T result = nowOrAgain(work);
                                    committed.run();
                                    return result;
                                }),
                Database::whileWriting);
    }

    static RefusedException unavailable() {
        return RefusedException.retry(ErrorCode.UNAVAILABLE, RETRY_MILLIS);
    }

    private static RefusedException whileWriting(boolean begun) {
        return begun ? RefusedException.unknownOutcome(RETRY_MILLIS) : unavailable();
    }

    private <T> CompletionStage<T> onReader(
            Supplier<T> call, Function<Boolean, RefusedException> late) {
        return on(readers, call, late);
    }

    private <T> CompletionStage<T> on(
            Executor threads, Supplier<T> call, Function<Boolean, RefusedException> late) {
        CompletableFuture<T> result = new CompletableFuture<>();
        AtomicBoolean taken = new AtomicBoolean();
        threads.execute(
                () -> {
                    // Otherwise the deadline has passed, and nobody waits for the result.
                    if (taken.compareAndSet(false, true)) {
                        complete(result, call);
                    }
                });
        Runnable giveUp =
                () -> {
                    boolean begun = !taken.compareAndSet(false, true);
                    result.completeExceptionally(late.apply(begun));
                };
        Future<?> deadline = timers.after(PATIENCE, giveUp);
        result.whenComplete((value, failure) -> deadline.cancel(false));
        return result;
    }

    private static <T> void complete(CompletableFuture<T> result, Supplier<T> call) {
        try {
            result.complete(call.get());
        } catch (RuntimeException | Error e) {
            result.completeExceptionally(e);
        }
    }

    /**
     * Runs {@code work} on a reader thread, in no transaction; it may start its own with {@link
     * #now} or {@link #permits}.
     *
     * @return like {@link #later}
     */
    <T> CompletionStage<T> laterInParts(Supplier<T> work) {
        return onReader(work, begun -> unavailable());
    }

    /**
     * Runs a check in a transaction of its own on the caller's thread, which may block.
     *
     * <p>A check that refuses ends its transaction: a room policy with {@code @Transactional} has
     * marked it for rollback.
     *
     * @return false if the check throws a {@link RefusedException}
     * @throws RefusedException UNAVAILABLE if the database does not serve, or if the check says so
     */
    boolean permits(Runnable check) {
        return translated(
                () -> {
                    try {
                        return transactions.call(
                                () -> {
                                    check.run();
                                    return true;
                                });
                    } catch (RefusedException refused) {
                        if (refused.code().equals(ErrorCode.UNAVAILABLE)) {
                            throw refused;
                        }
                        return false;
                    }
                });
    }

    /** Runs {@code work} in a transaction on the caller's thread, which may block. */
    <T> T now(Supplier<T> work) {
        return translated(() -> transactions.call(work));
    }

    /** Like {@link #now}, with the second try of {@link Transactions#callOrAgain}. */
    <T> T nowOrAgain(Supplier<T> work) {
        return translated(() -> transactions.callOrAgain(work));
    }

    private static <T> T translated(Supplier<T> call) {
        try {
            return call.get();
        } catch (RefusedException e) {
            throw e;
        } catch (RuntimeException e) {
            throw refusal(e);
        }
    }

    /** Translates a failure of the store for the client; returns a bug of Parley unchanged. */
    static RuntimeException refusal(RuntimeException failure) {
        if (failure instanceof PolicyFailedException || Trouble.isNotOfDatabase(failure)) {
            return failure;
        }
        // Transactions logs the beginning and the end of an outage.
        Level level = Trouble.of(failure) == Trouble.DATABASE ? Level.FINE : Level.WARNING;
        LOG.log(level, "A database operation failed: {0}", Trouble.told(failure));
        LOG.log(Level.FINE, "Cause", failure);
        if (Trouble.isRejectedData(failure)) {
            return new RefusedException(
                    ErrorCode.INVALID_PAYLOAD, "The database rejected a value of the request");
        }
        return failure instanceof OutcomeUnknownException
                ? RefusedException.unknownOutcome(RETRY_MILLIS)
                : unavailable();
    }
}
