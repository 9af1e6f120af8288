package dev.parley.room;

import java.util.Optional;

/**
 * A key of the presence caches: the node that wrote it, the place, and the user.
 *
 * @param place a room's id; empty for being online at all
 */
record PresenceKey(String node, String place, String user) {

    // No id can hold it: subjects have no control characters, rooms have a small alphabet.
    private static final char SEPARATOR = '\u001f';

    @Override
    public String toString() {
        return node + SEPARATOR + place + SEPARATOR + user;
    }

    /** Reads a key; empty if it is none. */
    static Optional<PresenceKey> parse(String key) {
        int first = key.indexOf(SEPARATOR);
        int second = key.indexOf(SEPARATOR, first + 1);
        return first < 0 || second < 0
                ? Optional.empty()
                : Optional.of(
                        new PresenceKey(
                                key.substring(0, first),
                                key.substring(first + 1, second),
                                key.substring(second + 1)));
    }
}
