package dev.parley.rest;

import dev.parley.api.RefusedException;
import dev.parley.form.Limit;
import org.jspecify.annotations.Nullable;

/**
 * Parses numeric query parameters. Jakarta REST would answer a malformed number with 404.
 * Stateless.
 */
final class Paging {

    private Paging() {}

    /** Returns the page size: 50 by default, from 1 to 100. */
    static int limit(@Nullable String text) {
        Integer limit = optionalLimit(text);
        return limit == null ? Limit.STANDARD : limit;
    }

    /** Returns the page size, or null if none is given. */
    static @Nullable Integer optionalLimit(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= Limit.MOST) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // Reported below, like a number out of range.
        }
        throw RefusedException.invalid("limit", "must be from 1 to " + Limit.MOST);
    }

    /** Returns a position in a stream, or null if none is given. */
    static @Nullable Long place(String name, @Nullable String text, long least) {
        if (text == null) {
            return null;
        }
        try {
            long place = Long.parseLong(text);
            if (place >= least) {
                return place;
            }
        } catch (NumberFormatException e) {
            // Reported below, like a number out of range.
        }
        throw RefusedException.invalid(name, "must be a whole number of at least " + least);
    }
}
