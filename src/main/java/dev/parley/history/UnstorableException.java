package dev.parley.history;

/** A draft can never be stored; nothing was. */
public class UnstorableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception, without a cause.
     *
     * @param why the reason, without the texts that could not be stored
     */
    public UnstorableException(String why) {
        super("The draft cannot be stored: " + why);
    }
}
