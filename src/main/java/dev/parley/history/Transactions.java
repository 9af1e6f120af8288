package dev.parley.history;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.Status;
import jakarta.transaction.SystemException;
import jakarta.transaction.UserTransaction;
import java.util.function.Supplier;

/**
 * Runs work in a transaction of its own. Thread-safe; blocks on the database, for at most {@value
 * #TIMEOUT_SECONDS} seconds of work.
 */
@ApplicationScoped
public class Transactions {

    static final int TIMEOUT_SECONDS = 5;

    @Resource private UserTransaction transaction;

    /**
     * @return what {@code work} returned, after the commit
     * @throws StoreUnavailableException if it could not begin
     * @throws OutcomeUnknownException if the commit failed: it may have taken place
     * @throws RuntimeException what {@code work} threw; then all is rolled back
     */
    public <T> T call(Supplier<T> work) {
        begin();
        T result;
        try {
            result = work.get();
            refuseIfDoomed();
        } catch (RuntimeException | Error e) {
            rollback(e);
            throw e;
        }
        commit();
        return result;
    }

    private void begin() {
        try {
            transaction.setTransactionTimeout(TIMEOUT_SECONDS);
            transaction.begin();
        } catch (NotSupportedException | SystemException e) {
            throw new StoreUnavailableException("No transaction could be begun", e);
        }
    }

    /** A transaction that ran out of time ends in a commit that certainly does not happen. */
    private void refuseIfDoomed() {
        try {
            if (transaction.getStatus() != Status.STATUS_ACTIVE) {
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
