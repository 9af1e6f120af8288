package dev.parley.history;

import java.util.Locale;

/** The role of a member in a room, weakest first. */
public enum Role {
    MEMBER,
    MODERATOR,
    OWNER;

    /** Returns the name in the protocol. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
