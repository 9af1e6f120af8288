package dev.parley.history;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TroubleTest {

    @ParameterizedTest
    @CsvSource({
        "22001, DATA",
        "22021, DATA",
        "23505, CONSTRAINT",
        "40P01, COLLISION",
        "40001, COLLISION",
        "55P03, LOCK",
        "57014, LOCK",
        "HYT00, LOCK",
        "08006, DATABASE",
        "57P01, DATABASE",
        "53300, DATABASE",
        "'', DATABASE",
        ", DATABASE"
    })
    void whatTheDatabaseSaysDecides(String state, Trouble trouble) {
        SQLException cause = new SQLException("x", state);
        RuntimeException failure = new IllegalStateException(new RuntimeException(cause));
        assertEquals(trouble, Trouble.of(failure));
    }

    @Test
    void whatNeverCameToTheDatabaseIsToBlameOnWhatItWasGiven() {
        assertEquals(Trouble.DATA, Trouble.of(new IllegalStateException("no such character")));
    }

    @Test
    void aTransactionThatCannotBeginIsTheDatabasesTrouble() {
        assertEquals(
                Trouble.DATABASE,
                Trouble.of(
                        new StoreUnavailableException("x", new IllegalStateException("no such"))));
    }

    @Test
    void whatIsLoggedDoesNotQuoteWhatWasToBeStored() {
        SQLException cause = new SQLException("value too long", "22001");
        SQLException batch = new SQLException("insert into message values ('secret')", cause);
        assertEquals(cause.toString(), Trouble.told(new IllegalStateException(batch)));
    }
}
