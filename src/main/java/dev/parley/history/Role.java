package dev.parley.history;

import java.util.Locale;

/** What a member may do in a room, weakest first. */
public enum Role {
    MEMBER,
    MODERATOR,
    OWNER;

    /** As clients know it. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
