package dev.parley.conversation;

import dev.parley.flow.ThreadPools;
import dev.parley.history.KeyedLocks;
import dev.parley.history.OutcomeUnknownException;
import dev.parley.history.Transactions;
import dev.parley.history.Trouble;
import dev.parley.history.UnstorableException;
import dev.parley.hub.ErrorCode;
import dev.parley.hub.RefusedException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Runs transactions on reader threads, and says in the contract's terms what goes wrong there.
 * Thread-safe.
 */
@ApplicationScoped
public class Database {

    private static final Logger LOG = Logger.getLogger(Database.class.getName());
    private static final long RETRY_MILLIS = 1_000;
    private static final long MAX_WAIT_NANOS = TimeUnit.SECONDS.toNanos(5);

    private Executor readers;
    private Transactions transactions;
    private LongSupplier clock;

    protected Database() {
        // For the container's proxy.
    }

    @Inject
    public Database(ThreadPools threads, Transactions transactions) {
        this(threads.readers(), transactions, System::nanoTime);
    }

    Database(Executor readers, Transactions transactions, LongSupplier clock) {
        this.readers = readers;
        this.transactions = transactions;
        this.clock = clock;
    }

    /**
     * Runs {@code work} in a transaction on a reader thread.
     *
     * @return fails with a {@link RefusedException}, or with what {@code work} threw
     * @throws java.util.concurrent.RejectedExecutionException if too much waits
     */
    <T> CompletionStage<T> later(Supplier<T> work) {
        return onReader(inTime(() -> now(work)));
    }

    /** Like {@link #later}, with the second try of {@link #nowOrAgain}. */
    <T> CompletionStage<T> laterOrAgain(Supplier<T> work) {
        return onReader(inTime(() -> nowOrAgain(work)));
    }

    /** Like {@link #laterOrAgain}, while nobody else on this node works on the same key. */
    <T> CompletionStage<T> laterHolding(KeyedLocks locks, String key, Supplier<T> work) {
        Supplier<T> call = inTime(() -> nowOrAgain(work));
        return onReader(() -> locks.holding(key, call));
    }

    /**
     * The same, unless it begins more than five seconds after this call: whoever waits while a
     * database hangs is told UNAVAILABLE and comes again, and his work is not done for nobody.
     */
    <T> Supplier<T> inTime(Supplier<T> call) {
        long asked = clock.getAsLong();
        return () -> {
            if (isLate(asked)) {
                throw RefusedException.retry(ErrorCode.UNAVAILABLE, RETRY_MILLIS);
            }
            return call.get();
        };
    }

    private boolean isLate(long since) {
        return clock.getAsLong() - since > MAX_WAIT_NANOS;
    }

    private <T> CompletionStage<T> onReader(Supplier<T> call) {
        CompletableFuture<T> result = new CompletableFuture<>();
        readers.execute(
                () -> {
                    try {
                        result.complete(call.get());
                    } catch (RuntimeException | Error e) {
                        result.completeExceptionally(e);
                    }
                });
        return result;
    }

    /** Runs {@code work} in a transaction on the caller's thread, which may block. */
    <T> T now(Supplier<T> work) {
        try {
            return transactions.call(work);
        } catch (RefusedException e) {
            throw e;
        } catch (RuntimeException e) {
            throw refusal(e);
        }
    }

    /**
     * Like {@link #now}, for work that inserts what another node or thread may insert at the same
     * moment: the second try finds it. So it does what a commit without an answer has stored. A
     * database that is away is not waited for twice.
     */
    <T> T nowOrAgain(Supplier<T> work) {
        long begun = clock.getAsLong();
        try {
            return transactions.call(work);
        } catch (RefusedException e) {
            throw e;
        } catch (RuntimeException e) {
            if (isLate(begun) || !mayBeThereNow(e)) {
                throw refusal(e);
            }
            LOG.log(Level.FINE, "Tried again after a collision", e);
            return now(work);
        }
    }

    private static boolean mayBeThereNow(RuntimeException failure) {
        Trouble trouble = Trouble.of(failure);
        return failure instanceof OutcomeUnknownException
                || trouble == Trouble.CONSTRAINT
                || trouble == Trouble.COLLISION;
    }

    /** What a failure of the store is to the client; a fault of our own stays one. */
    static RuntimeException refusal(RuntimeException failure) {
        if (failure instanceof NullPointerException
                || failure instanceof ClassCastException
                || failure instanceof IllegalArgumentException
                || failure instanceof UnstorableException) {
            return failure;
        }
        // Without its trace: while a database is away, this comes with every request.
        LOG.log(Level.WARNING, "The database did not do what was asked: {0}", failure.toString());
        LOG.log(Level.FINE, "It failed because of", failure);
        return failure instanceof OutcomeUnknownException
                ? RefusedException.unknownOutcome(RETRY_MILLIS)
                : RefusedException.retry(ErrorCode.UNAVAILABLE, RETRY_MILLIS);
    }
}
