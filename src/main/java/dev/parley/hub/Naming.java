package dev.parley.hub;

import java.util.Optional;

/** In which of the two spellings a client speaks and wants to be spoken to. */
public enum Naming {
    /** {@code new_message}, {@code roomId}, {@code text}: the canonical one. */
    SNAKE,
    /** {@code new-message}, {@code room}, {@code content}. */
    KEBAB;

    /** What an inbound event name tells of its sender; empty where both spell it alike. */
    public static Optional<Naming> ofEvent(String name) {
        int hyphen = name.indexOf('-');
        int underscore = name.indexOf('_');
        if (hyphen < 0 && underscore < 0) {
            return Optional.empty();
        }
        boolean kebab = hyphen >= 0 && (underscore < 0 || hyphen < underscore);
        return Optional.of(kebab ? KEBAB : SNAKE);
    }

    /** The value of the {@code naming} parameter of a handshake. */
    public static Optional<Naming> ofParameter(String value) {
        if ("kebab".equals(value)) {
            return Optional.of(KEBAB);
        }
        return "snake".equals(value) ? Optional.of(SNAKE) : Optional.empty();
    }
}
