package dev.parley.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.transaction.Status;
import jakarta.transaction.UserTransaction;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TransactionsTest {

    private final List<String> heard = new ArrayList<>();
    private long now;

    private final Transactions transactions =
            new Transactions(
                    new UserTransaction() {
                        @Override
                        public void begin() {
                            heard.add("begin");
                        }

                        @Override
                        public void commit() {
                            heard.add("commit");
                        }

                        @Override
                        public void rollback() {
                            heard.add("rollback");
                        }

                        @Override
                        public void setRollbackOnly() {}

                        @Override
                        public int getStatus() {
                            return Status.STATUS_ACTIVE;
                        }

                        @Override
                        public void setTransactionTimeout(int seconds) {}
                    },
                    () -> now);

    private <T extends Throwable> T thrown(Class<T> type, RuntimeException failure, long seconds) {
        return assertThrows(
                type,
                () ->
                        transactions.call(
                                () -> {
                                    now = TimeUnit.SECONDS.toNanos(seconds);
                                    throw failure;
                                }));
    }

    @Test
    void workIsCommitted() {
        assertEquals("done", transactions.call(() -> "done"));
        assertEquals(List.of("begin", "commit"), heard);
    }

    @Test
    void workThatFailsIsRolledBackAndItsFailureThrown() {
        RuntimeException failure = new IllegalStateException("poison");
        assertSame(failure, thrown(IllegalStateException.class, failure, 4));
        assertEquals(List.of("begin", "rollback"), heard);
    }

    @Test
    void whatFailsAfterItsTimeIsToBlameOnTheTime() {
        RuntimeException failure = new IllegalStateException("no transaction");
        assertSame(failure, thrown(StoreUnavailableException.class, failure, 5).getCause());
    }

    @Test
    void whatTheDatabaseSaysAfterTheTimeIsThrownAsItIs() {
        RuntimeException failure = new IllegalStateException(new SQLException("x", "55P03"));
        assertSame(failure, thrown(IllegalStateException.class, failure, 5));
    }

    @Test
    void whatWasPausedIsNotCommittedThoughTheContainerHasNotNoticedYet() {
        assertThrows(
                StoreUnavailableException.class,
                () ->
                        transactions.call(
                                () -> {
                                    now = TimeUnit.SECONDS.toNanos(14);
                                    return "done";
                                }));
        assertEquals(List.of("begin", "rollback"), heard);
    }
}
