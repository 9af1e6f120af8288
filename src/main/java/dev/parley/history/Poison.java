package dev.parley.history;

import java.sql.SQLException;

/**
 * Tells a batch that fails for what is in one of its messages from one that fails because the
 * database does. Stateless.
 */
final class Poison {

    private Poison() {}

    /** By the class of the SQLState: bad data, a broken constraint, or a collision with others. */
    static boolean mayHaveCaused(RuntimeException failure) {
        if (failure instanceof StoreUnavailableException) {
            return false;
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                String state = sql.getSQLState();
                return state != null && state.matches("(22|23|40).*");
            }
        }
        // It did not come as far as to the database.
        return true;
    }
}
