package dev.parley.history;

/** A commit was begun, and whether it took place cannot be learnt now. */
public class OutcomeUnknownException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public OutcomeUnknownException(String message, Throwable cause) {
        super(message, cause);
    }
}
