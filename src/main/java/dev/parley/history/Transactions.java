package dev.parley.history;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.Status;
import jakarta.transaction.SystemException;
import jakarta.transaction.UserTransaction;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Runs work in a transaction of its own. Thread-safe; blocks on the database, for at most {@value
 * #TIMEOUT_SECONDS} seconds of work.
 */
@ApplicationScoped
public class Transactions {

    private static final Logger LOG = Logger.getLogger(Transactions.class.getName());

    static final int TIMEOUT_SECONDS = 5;

    private static final long TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);

    @Resource private UserTransaction transaction;

    /** Replaced by the container. */
    @Inject private Outage outage = new Outage();

    private final LongSupplier clock;

    public Transactions() {
        this.clock = System::nanoTime;
    }

    /**
     * @param clock in nanoseconds
     */
    protected Transactions(UserTransaction transaction, LongSupplier clock) {
        this.transaction = transaction;
        this.clock = clock;
    }

    /**
     * @param clock in nanoseconds
     */
    Transactions(UserTransaction transaction, LongSupplier clock, Outage outage) {
        this(transaction, clock);
        this.outage = outage;
    }

    /**
     * Runs {@code work} in a new transaction.
     *
     * @return the result of {@code work}, after the commit
     * @throws StoreUnavailableException if the transaction could not begin, or timed out
     * @throws OutcomeUnknownException if the commit failed: it may have taken place
     * @throws RuntimeException as thrown by {@code work}, after the rollback
     */
    public <T> T call(Supplier<T> work) {
        long begun = clock.getAsLong();
        try {
            T result = attempt(work, begun);
            outage.succeeded(begun);
            return result;
        } catch (RuntimeException e) {
            if (Trouble.of(e) == Trouble.DATABASE) {
                outage.failed(Trouble.told(e));
            }
            throw e;
        }
    }

    private <T> T attempt(Supplier<T> work, long begun) {
        begin();
        T result;
        try {
            result = work.get();
            refuseIfDoomed(begun);
        } catch (RuntimeException | Error e) {
            rollback(e);
            if (isOver(begun) && e instanceof RuntimeException failure && isSilent(failure)) {
                throw new StoreUnavailableException("The transaction ran out of time", e);
            }
            throw e;
        }
        commit();
        return result;
    }

    /**
     * Like {@link #call}, for work that inserts a row that another node or thread may insert at the
     * same moment: a second try finds that row. It also finds what a commit of unknown outcome has
     * stored. There is no second try if the database did not respond in time.
     */
    public <T> T callOrAgain(Supplier<T> work) {
        long begun = clock.getAsLong();
        try {
            return call(work);
        } catch (RuntimeException e) {
            if (isOver(begun) || !Trouble.mayBeThereNow(e)) {
                throw e;
            }
            LOG.log(Level.FINE, "Retrying after a collision", e);
            return call(work);
        }
    }

    /**
     * Whether the failure does not come from the database, as when the transaction ended during the
     * work.
     */
    private static boolean isSilent(RuntimeException failure) {
        return Trouble.of(failure) == Trouble.DATA;
    }

    private void begin() {
        try {
            transaction.setTransactionTimeout(TIMEOUT_SECONDS);
            transaction.begin();
        } catch (NotSupportedException | SystemException e) {
            throw new StoreUnavailableException("The transaction could not be started", e);
        }
    }

    private boolean isOver(long begun) {
        return clock.getAsLong() - begun >= TIMEOUT_NANOS;
    }

    /**
     * Rejects the commit of a transaction that timed out. Normally it would be rolled back anyway.
     * If the whole process was paused, the container may not have noticed the timeout yet; the
     * commit must still not happen, because the client has retried on another node and no recovery
     * looks back that far.
     */
    private void refuseIfDoomed(long begun) {
        try {
            if (transaction.getStatus() != Status.STATUS_ACTIVE || isOver(begun)) {
                throw new StoreUnavailableException("The transaction ran out of time");
            }
        } catch (SystemException e) {
            throw new StoreUnavailableException("The transaction has no status", e);
        }
    }

    private void rollback(Throwable cause) {
        try {
            transaction.rollback();
        } catch (SystemException | RuntimeException e) {
            cause.addSuppressed(e);
        }
    }

    private void commit() {
        try {
            transaction.commit();
        } catch (Exception e) {
            throw new OutcomeUnknownException("The commit failed", e);
        }
    }
}
