package dev.parley.hub;

import java.util.Set;

/**
 * The event names that Socket.IO's client libraries reserve: they report the state of a connection
 * with these events and refuse to send them. Stateless.
 */
public final class LibraryEvents {

    private static final Set<String> NAMES =
            Set.of(
                    "connect",
                    "connect_error",
                    "disconnect",
                    "disconnecting",
                    "newListener",
                    "removeListener");

    private LibraryEvents() {}

    /** Returns whether the name is reserved, in exactly this spelling. */
    public static boolean contains(String event) {
        return NAMES.contains(event);
    }
}
