package dev.parley.history;

import java.sql.SQLException;
import java.util.Optional;

/** Classifies database failures by the class of their SQLState. */
public enum Trouble {

    /** The database can never accept the data. */
    DATA,

    /** A row already exists or is missing; a retry may see this beforehand. */
    CONSTRAINT,

    /** Another transaction interfered. */
    COLLISION,

    /** Another transaction held a lock for too long. */
    LOCK,

    /** The database is unavailable. */
    DATABASE;

    public static Trouble of(RuntimeException failure) {
        if (failure instanceof StoreUnavailableException) {
            return DATABASE;
        }
        // A failure without one did not reach the database.
        return sqlCause(failure).map(sql -> of(sql.getSQLState())).orElse(DATA);
    }

    private static Optional<SQLException> sqlCause(RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return Optional.of(sql);
            }
        }
        return Optional.empty();
    }

    /** Whether the failure is a bug or lies in the data, so that a retry fails, too. */
    public static boolean isNotOfDatabase(RuntimeException failure) {
        return failure instanceof NullPointerException
                || failure instanceof ClassCastException
                || failure instanceof IllegalArgumentException
                || failure instanceof UnstorableException;
    }

    /** Whether the database rejected the data (SQLState class 22), so that a retry fails, too. */
    public static boolean isRejectedData(RuntimeException failure) {
        return sqlCause(failure).isPresent() && of(failure) == DATA;
    }

    /** Whether a second look may find the data, stored by a concurrent transaction. */
    public static boolean mayBeThereNow(RuntimeException failure) {
        Trouble trouble = of(failure);
        return failure instanceof OutcomeUnknownException
                || trouble == CONSTRAINT
                || trouble == COLLISION;
    }

    /**
     * Returns the innermost cause, which is safe to log. Outer exceptions may quote the statement
     * with private message texts, as PostgreSQL's driver does for batches. {@code
     * logServerErrorDetail=false} in the URL suppresses what the server itself quotes.
     */
    public static String told(RuntimeException failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.toString();
    }

    private static Trouble of(String state) {
        if (state == null) {
            return DATABASE;
        }
        return switch (state) {
            // H2 reports HYT00; PostgreSQL 55P03 (lock timeout) or 57014 (cancelled statement).
            case "55P03", "57014", "HYT00" -> LOCK;
            default -> ofClass(state);
        };
    }

    private static Trouble ofClass(String state) {
        return switch (state.substring(0, Math.min(2, state.length()))) {
            case "22" -> DATA;
            case "23" -> CONSTRAINT;
            case "40" -> COLLISION;
            default -> DATABASE;
        };
    }
}
