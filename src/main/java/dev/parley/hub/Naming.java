package dev.parley.hub;

import java.util.Optional;

/** The spelling of event names and fields that a client uses and receives. */
public enum Naming {
    /** The canonical spelling: {@code new_message}, {@code roomId}, {@code text}. */
    SNAKE,
    /** The kebab-case spelling: {@code new-message}, {@code room}, {@code content}. */
    KEBAB;

    /** Infers a client's naming from an event name; empty if both namings spell it alike. */
    public static Optional<Naming> ofEvent(String name) {
        int hyphen = name.indexOf('-');
        int underscore = name.indexOf('_');
        if (hyphen < 0 && underscore < 0) {
            return Optional.empty();
        }
        boolean kebab = hyphen >= 0 && (underscore < 0 || hyphen < underscore);
        return Optional.of(kebab ? KEBAB : SNAKE);
    }

    /** Parses the {@code naming} parameter of a handshake. */
    public static Optional<Naming> ofParameter(String value) {
        if ("kebab".equals(value)) {
            return Optional.of(KEBAB);
        }
        return "snake".equals(value) ? Optional.of(SNAKE) : Optional.empty();
    }
}
