package dev.parley.history;

import java.util.Locale;

/** Who may find and join a room. */
public enum Visibility {
    /** Any authenticated user. */
    PUBLIC,
    /** Its members. */
    PRIVATE,
    /** The two users whose direct messages it holds; nobody joins it. */
    DIRECT;

    /** As clients know it. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
