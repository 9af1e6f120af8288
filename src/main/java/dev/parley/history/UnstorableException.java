package dev.parley.history;

/** A draft cannot be stored, however often it is tried; nothing was. */
public class UnstorableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param why without the texts that could not be stored; so it has no cause
     */
    public UnstorableException(String why) {
        super("It cannot be stored: " + why);
    }
}
