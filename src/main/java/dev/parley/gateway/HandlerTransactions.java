package dev.parley.gateway;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Status;
import jakarta.transaction.SystemException;
import jakarta.transaction.UserTransaction;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Ends the transactions that blocking handlers begin with a {@link UserTransaction} and leave open.
 * They would stay with the thread, and the next handler on it would work in them. Thread-safe.
 */
@ApplicationScoped
public class HandlerTransactions {

    private static final Logger LOG = Logger.getLogger(HandlerTransactions.class.getName());

    /** The call of a handler. */
    @FunctionalInterface
    interface Call {
        @Nullable Object run() throws Throwable;
    }

    @Resource private UserTransaction transaction;

    protected HandlerTransactions() {
        // For the container.
    }

    HandlerTransactions(UserTransaction transaction) {
        this.transaction = transaction;
    }

    /**
     * Calls a handler on the current thread, and rolls back the transaction that it leaves open.
     *
     * @return the handler's result; null if it has none
     * @throws IllegalStateException if a transaction was left open: what the handler did is undone
     * @throws Throwable as thrown by the handler
     */
    @Nullable Object call(Handler handler, Call call) throws Throwable {
        Object result;
        try {
            result = call.run();
        } catch (Throwable e) {
            rollBackOpen(handler);
            throw e;
        }
        if (rollBackOpen(handler)) {
            throw new IllegalStateException(handler + " left its transaction open");
        }
        return result;
    }

    private boolean rollBackOpen(Handler handler) {
        try {
            if (transaction.getStatus() == Status.STATUS_NO_TRANSACTION) {
                return false;
            }
            LOG.log(
                    Level.SEVERE,
                    "{0} left its transaction open, and Parley rolls it back:"
                            + " commit or roll back in the same call, also after an exception",
                    handler);
            transaction.rollback();
        } catch (SystemException | RuntimeException e) {
            LOG.log(Level.SEVERE, "The transaction of " + handler + " could not be rolled back", e);
        }
        return true;
    }
}
