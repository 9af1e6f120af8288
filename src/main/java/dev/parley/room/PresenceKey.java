package dev.parley.room;

import java.util.Optional;

/**
 * A key of the presence caches: the place and the user.
 *
 * @param place a room's id; empty for being online at all
 */
record PresenceKey(String place, String user) {

    // No id can hold it: subjects have no control characters, rooms have a small alphabet.
    private static final char SEPARATOR = '\u001f';

    @Override
    public String toString() {
        return place + SEPARATOR + user;
    }

    /** Reads a key; empty if it is none. */
    static Optional<PresenceKey> parse(String key) {
        int separator = key.indexOf(SEPARATOR);
        return separator < 0
                ? Optional.empty()
                : Optional.of(
                        new PresenceKey(key.substring(0, separator), key.substring(separator + 1)));
    }
}
