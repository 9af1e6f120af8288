package dev.parley.config;

/** A value does not fit its setting. Carries the part of it that is invalid. */
final class InvalidValueException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String part;

    InvalidValueException(String part) {
        super(part, null, false, false);
        this.part = part;
    }

    /** The whole value, or the items of a list that are invalid. */
    String part() {
        return part;
    }
}
