package dev.parley.history;

import java.sql.SQLException;

/** Why the database did not do what it was asked for, by the class of the SQLState. */
public enum Trouble {

    /** It cannot take what it was given, however often it is tried. */
    DATA,

    /** Something is there already, or is not there: at the next try that may be known before. */
    CONSTRAINT,

    /** Somebody else did something at the same moment. */
    COLLISION,

    /** Somebody else has locked something for too long. */
    LOCK,

    /** It is away, or can do nothing now. */
    DATABASE;

    public static Trouble of(RuntimeException failure) {
        if (failure instanceof StoreUnavailableException) {
            return DATABASE;
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return of(sql.getSQLState());
            }
        }
        // It did not come as far as to the database.
        return DATA;
    }

    /** Whether it is a fault of ours, or of what was to be stored, which the next try has, too. */
    public static boolean isNotOfDatabase(RuntimeException failure) {
        return failure instanceof NullPointerException
                || failure instanceof ClassCastException
                || failure instanceof IllegalArgumentException
                || failure instanceof UnstorableException;
    }

    /** Whether what was to be stored may be there at a second look: by whoever was faster. */
    public static boolean mayBeThereNow(RuntimeException failure) {
        Trouble trouble = of(failure);
        return failure instanceof OutcomeUnknownException
                || trouble == CONSTRAINT
                || trouble == COLLISION;
    }

    /**
     * What a log may be told: the innermost cause. What is around it quotes the statement with what
     * was to be stored, which is nobody's business (PostgreSQL's driver, of a batch; what the
     * server itself quotes is kept out by {@code logServerErrorDetail=false} in the URL).
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
            // H2 has the last one, PostgreSQL the others: a bound, or somebody who cancels it.
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
