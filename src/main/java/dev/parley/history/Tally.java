package dev.parley.history;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * How many users gave an emoji to a message. Immutable.
 *
 * @param userIds those of them who were asked for: all, or one reader, or nobody
 */
public record Tally(String emoji, int count, Set<String> userIds) {

    public static Tally none(String emoji) {
        return new Tally(emoji, 0, Set.of());
    }

    /** One more, who was not among them. */
    public Tally with(String userId) {
        Set<String> more = new LinkedHashSet<>(userIds);
        more.add(userId);
        return new Tally(emoji, count + 1, more);
    }

    /** One less, who was among them. */
    public Tally without(String userId) {
        Set<String> less = new LinkedHashSet<>(userIds);
        less.remove(userId);
        return new Tally(emoji, count - 1, less);
    }
}
