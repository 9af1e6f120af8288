package dev.parley.history;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The number of users who gave an emoji to a message. Immutable.
 *
 * @param userIds the users that were read: all, one reader, or none
 */
public record Tally(String emoji, int count, Set<String> userIds) {

    public static Tally none(String emoji) {
        return new Tally(emoji, 0, Set.of());
    }

    /** Adds a user who was not included. */
    public Tally with(String userId) {
        Set<String> more = new LinkedHashSet<>(userIds);
        more.add(userId);
        return new Tally(emoji, count + 1, more);
    }

    /** Removes a user who was included. */
    public Tally without(String userId) {
        Set<String> less = new LinkedHashSet<>(userIds);
        less.remove(userId);
        return new Tally(emoji, count - 1, less);
    }
}
