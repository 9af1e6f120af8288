package dev.parley.room;

import java.util.Optional;

/**
 * A key of the presence caches: the place and the user.
 *
 * @param place the id of a room; empty for being online
 */
record PresenceKey(String place, String user) {

    // No id can contain it: subjects have no control characters, room ids have a small alphabet.
    private static final char SEPARATOR = '\u001f';

    @Override
    public String toString() {
        return place + SEPARATOR + user;
    }

    /** Parses a key; empty if it is malformed. */
    static Optional<PresenceKey> parse(String key) {
        int separator = key.indexOf(SEPARATOR);
        return separator < 0
                ? Optional.empty()
                : Optional.of(
                        new PresenceKey(key.substring(0, separator), key.substring(separator + 1)));
    }
}
