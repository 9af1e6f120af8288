package dev.parley.gateway;

import jakarta.transaction.Status;
import jakarta.transaction.UserTransaction;

/** A transaction without resources, for one thread. */
final class TestTransaction implements UserTransaction {

    private int status = Status.STATUS_NO_TRANSACTION;
    private int rolledBack;

    @Override
    public void begin() {
        if (status != Status.STATUS_NO_TRANSACTION) {
            throw new IllegalStateException("a transaction is open");
        }
        status = Status.STATUS_ACTIVE;
    }

    @Override
    public void commit() {
        status = Status.STATUS_NO_TRANSACTION;
    }

    @Override
    public void rollback() {
        rolledBack++;
        status = Status.STATUS_NO_TRANSACTION;
    }

    @Override
    public void setRollbackOnly() {
        status = Status.STATUS_MARKED_ROLLBACK;
    }

    @Override
    public int getStatus() {
        return status;
    }

    @Override
    public void setTransactionTimeout(int seconds) {}

    /** The number of rollbacks. */
    int rolledBack() {
        return rolledBack;
    }
}
