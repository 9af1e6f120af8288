package dev.parley.history;

import java.util.Locale;

/** Controls which users may find and join a room. */
public enum Visibility {
    /** Any authenticated user. */
    PUBLIC,
    /** Members only. */
    PRIVATE,
    /** The two users whose direct messages the room holds; nobody can join it. */
    DIRECT;

    /** Returns the name in the protocol. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
