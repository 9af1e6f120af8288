package dev.parley.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.api.ErrorCode;
import dev.parley.api.OnEvent;
import dev.parley.api.RefusedException;
import jakarta.transaction.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HandlerTransactionsTest {

    private static final Logger LOG = Logger.getLogger(HandlerTransactions.class.getName());

    private final TestTransaction transaction = new TestTransaction();
    private final HandlerTransactions transactions = new HandlerTransactions(transaction);
    private final Handler handler = handler();
    private final List<LogRecord> logged = new ArrayList<>();

    private final java.util.logging.Handler memory =
            new StreamHandler() {
                @Override
                public synchronized void publish(LogRecord entry) {
                    logged.add(entry);
                }
            };

    /** What the tests pretend to call. */
    public static class Orders {
        @OnEvent(value = "place_order", blocking = true)
        public void place() {}
    }

    private static Handler handler() {
        try {
            return new Handler(new Orders(), Orders.class.getMethod("place"), null);
        } catch (NoSuchMethodException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void listenToTheLog() {
        LOG.addHandler(memory);
        LOG.setUseParentHandlers(false);
    }

    @AfterEach
    void leaveTheLog() {
        LOG.removeHandler(memory);
        LOG.setUseParentHandlers(true);
    }

    private RuntimeException assertFails(HandlerTransactions.Call call) {
        return assertThrows(IllegalStateException.class, () -> transactions.call(handler, call));
    }

    private void assertRolledBackAndLogged() throws Exception {
        assertEquals(Status.STATUS_NO_TRANSACTION, transaction.getStatus());
        assertEquals(1, transaction.rolledBack());
        assertEquals(1, logged.size());
        assertEquals(Level.SEVERE, logged.get(0).getLevel());
        assertSame(handler, logged.get(0).getParameters()[0]);
        assertEquals(Orders.class.getName() + ".place()", handler.toString());
    }

    @Test
    void aHandlerThatLeavesATransactionOpenFails() throws Exception {
        RuntimeException failure =
                assertFails(
                        () -> {
                            transaction.begin();
                            return "done";
                        });
        assertTrue(failure.getMessage().startsWith(handler.toString()), failure.getMessage());
        assertRolledBackAndLogged();
    }

    @Test
    void aTransactionThatIsMarkedForRollbackIsOpen() throws Exception {
        assertFails(
                () -> {
                    transaction.begin();
                    transaction.setRollbackOnly();
                    return null;
                });
        assertRolledBackAndLogged();
    }

    @Test
    void theFailureOfAHandlerThatLeavesATransactionOpenStays() throws Exception {
        RefusedException refusal = new RefusedException(ErrorCode.ACCESS_DENIED);
        assertSame(
                refusal,
                assertThrows(
                        RefusedException.class,
                        () ->
                                transactions.call(
                                        handler,
                                        () -> {
                                            transaction.begin();
                                            throw refusal;
                                        })));
        assertRolledBackAndLogged();
    }

    @Test
    void aHandlerThatEndsItsTransactionSucceeds() throws Throwable {
        Object result =
                transactions.call(
                        handler,
                        () -> {
                            transaction.begin();
                            transaction.commit();
                            return "done";
                        });
        assertEquals("done", result);
        assertEquals(0, transaction.rolledBack());
        assertEquals(List.of(), logged);
    }
}
