package dev.parley.history;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
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

    private final LongSupplier clock;

    public Transactions() {
        this(null, System::nanoTime);
    }

    /**
     * @param clock in nanoseconds
     */
    protected Transactions(UserTransaction transaction, LongSupplier clock) {
        this.transaction = transaction;
        this.clock = clock;
    }

    /**
     * @return what {@code work} returned, after the commit
     * @throws StoreUnavailableException if it could not begin, or ran out of time
     * @throws OutcomeUnknownException if the commit failed: it may have taken place
     * @throws RuntimeException what {@code work} threw; then all is rolled back
     */
    public <T> T call(Supplier<T> work) {
        long begun = clock.getAsLong();
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
     * Like {@link #call}, for work that inserts what another node or thread may insert at the same
     * moment: a second try finds it. So it also finds what a commit without an answer has stored. A
     * database that does not answer in time is tried only once.
     */
    public <T> T callOrAgain(Supplier<T> work) {
        long begun = clock.getAsLong();
        try {
            return call(work);
        } catch (RuntimeException e) {
            if (isOver(begun) || !Trouble.mayBeThereNow(e)) {
                throw e;
            }
            LOG.log(Level.FINE, "Tried again after a collision", e);
            return call(work);
        }
    }

    /** Work whose transaction has ended under it fails without a word of the database's. */
    private static boolean isSilent(RuntimeException failure) {
        return Trouble.of(failure) == Trouble.DATA;
    }

    private void begin() {
        try {
            transaction.setTransactionTimeout(TIMEOUT_SECONDS);
            transaction.begin();
        } catch (NotSupportedException | SystemException e) {
            throw new StoreUnavailableException("No transaction could be begun", e);
        }
    }

    private boolean isOver(long begun) {
        return clock.getAsLong() - begun >= TIMEOUT_NANOS;
    }

    /**
     * A transaction that ran out of time ends in a commit that certainly does not happen; unless
     * the whole process was paused, and the container has not noticed yet. Then it must not happen:
     * whoever asked for it has asked somebody else since, and nobody looks for it so far back.
     */
    private void refuseIfDoomed(long begun) {
        try {
            if (transaction.getStatus() != Status.STATUS_ACTIVE || isOver(begun)) {
                throw new StoreUnavailableException("The transaction ran out of time", null);
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
