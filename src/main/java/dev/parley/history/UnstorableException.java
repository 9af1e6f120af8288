package dev.parley.history;

/** A draft cannot be stored, however often it is tried; nothing was. */
public class UnstorableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnstorableException(Throwable cause) {
        super("It cannot be stored", cause);
    }
}
