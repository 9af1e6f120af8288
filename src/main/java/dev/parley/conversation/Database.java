package dev.parley.conversation;

import dev.parley.flow.ThreadPools;
import dev.parley.history.KeyedLocks;
import dev.parley.history.OutcomeUnknownException;
import dev.parley.history.Transactions;
import dev.parley.history.UnstorableException;
import dev.parley.hub.ErrorCode;
import dev.parley.hub.RefusedException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.PersistenceException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
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

    @Inject private ThreadPools threads;
    @Inject private Transactions transactions;

    /**
     * Runs {@code work} in a transaction on a reader thread.
     *
     * @return fails with a {@link RefusedException}, or with what {@code work} threw
     * @throws java.util.concurrent.RejectedExecutionException if too much waits
     */
    <T> CompletionStage<T> later(Supplier<T> work) {
        return onReader(() -> now(work));
    }

    /** Like {@link #later}, with the second try of {@link #nowOrAgain}. */
    <T> CompletionStage<T> laterOrAgain(Supplier<T> work) {
        return onReader(() -> nowOrAgain(work));
    }

    /** Like {@link #laterOrAgain}, while nobody else on this node works on the same key. */
    <T> CompletionStage<T> laterHolding(KeyedLocks locks, String key, Supplier<T> work) {
        return onReader(() -> locks.holding(key, () -> nowOrAgain(work)));
    }

    private <T> CompletionStage<T> onReader(Supplier<T> call) {
        CompletableFuture<T> result = new CompletableFuture<>();
        threads.readers()
                .execute(
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
     * moment: the second try finds it.
     */
    <T> T nowOrAgain(Supplier<T> work) {
        try {
            return transactions.call(work);
        } catch (PersistenceException | OutcomeUnknownException e) {
            LOG.log(Level.FINE, "Tried again after a collision", e);
            return now(work);
        } catch (RefusedException e) {
            throw e;
        } catch (RuntimeException e) {
            throw refusal(e);
        }
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
