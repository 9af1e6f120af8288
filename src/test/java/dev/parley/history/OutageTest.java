package dev.parley.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.transaction.Status;
import jakarta.transaction.UserTransaction;
import java.sql.SQLException;
import java.text.MessageFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutageTest {

    private static final Logger LOG = Logger.getLogger(Outage.class.getName());

    private final List<String> logged = new ArrayList<>();
    private final Handler handler =
            new Handler() {
                @Override
                public void publish(LogRecord line) {
                    String text = MessageFormat.format(line.getMessage(), line.getParameters());
                    logged.add(line.getLevel() + " " + text);
                }

                @Override
                public void flush() {}

                @Override
                public void close() {}
            };

    private long now;
    private final Transactions transactions =
            new Transactions(new Transaction(), () -> now, new Outage(() -> now));

    /** One that always works. */
    private static final class Transaction implements UserTransaction {
        @Override
        public void begin() {}

        @Override
        public void commit() {}

        @Override
        public void rollback() {}

        @Override
        public void setRollbackOnly() {}

        @Override
        public int getStatus() {
            return Status.STATUS_ACTIVE;
        }

        @Override
        public void setTransactionTimeout(int seconds) {}
    }

    @BeforeEach
    void listen() {
        LOG.setUseParentHandlers(false);
        LOG.addHandler(handler);
    }

    @AfterEach
    void stopListening() {
        LOG.removeHandler(handler);
        LOG.setUseParentHandlers(true);
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    private void succeed() {
        now++;
        transactions.call(() -> "done");
    }

    private void fail(String sqlState) {
        assertThrows(
                IllegalStateException.class,
                () ->
                        transactions.call(
                                () -> {
                                    throw new IllegalStateException(
                                            new SQLException("gone", sqlState));
                                }));
    }

    private void fail() {
        fail("08006");
    }

    @Test
    void anOutageHasABeginningAndAnEnd() {
        succeed();
        for (int second = 0; second < 13; second++) {
            fail();
            fail();
            pass(Duration.ofSeconds(1));
        }
        succeed();
        succeed();
        assertEquals(
                List.of(
                        "WARNING Database lost: java.sql.SQLException: gone",
                        "WARNING Database back after 13 s; 26 operations failed"),
                logged);
    }

    @Test
    void aLongOutageIsToldOnceAMinute() {
        for (int second = 0; second < 150; second++) {
            fail();
            pass(Duration.ofSeconds(1));
        }
        assertEquals(3, logged.size());
        assertEquals("WARNING Database still lost: java.sql.SQLException: gone", logged.get(2));
    }

    @Test
    void connectionsThatFailOneAfterTheOtherAreToldOnceAMinute() {
        for (int second = 0; second < 30; second++) {
            fail();
            succeed();
            pass(Duration.ofSeconds(1));
        }
        assertEquals(2, logged.size());
        pass(Duration.ofSeconds(30));
        fail();
        succeed();
        assertEquals(4, logged.size());
    }

    @Test
    void whatBeganBeforeAFailureProvesNothing() {
        transactions.call(
                () -> {
                    pass(Duration.ofSeconds(1));
                    fail();
                    return "done";
                });
        assertEquals(1, logged.size());
        pass(Duration.ofSeconds(1));
        succeed();
        assertEquals("WARNING Database back after 1 s; 1 operations failed", logged.get(1));
    }

    @Test
    void aFailureThatIsNotTheDatabasesIsNoOutage() {
        fail("22001");
        fail("23505");
        fail("55P03");
        assertThrows(
                NullPointerException.class,
                () ->
                        transactions.call(
                                () -> {
                                    throw new NullPointerException();
                                }));
        assertEquals(List.of(), logged);
    }
}
