package dev.parley.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoisonTest {

    @ParameterizedTest
    @CsvSource({
        "22001, true",
        "23505, true",
        "40P01, true",
        "08006, false",
        "57P01, false",
        "53300, false",
        "HYT00, false",
        ", false"
    })
    void whatTheDatabaseSaysDecides(String state, boolean poison) {
        SQLException cause = new SQLException("x", state);
        RuntimeException failure = new IllegalStateException(new RuntimeException(cause));
        assertEquals(poison, Poison.mayHaveCaused(failure));
    }

    @Test
    void whatNeverCameToTheDatabaseMayBePoison() {
        assertTrue(Poison.mayHaveCaused(new IllegalStateException("no such character")));
    }

    @Test
    void aTransactionThatCannotBeginIsNoMessagesFault() {
        assertFalse(Poison.mayHaveCaused(new StoreUnavailableException("x", null)));
    }
}
