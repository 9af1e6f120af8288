package dev.parley.rest;

import dev.parley.api.RefusedException;
import dev.parley.form.Limit;

/**
 * Numbers in queries, where Jakarta REST itself would call a bad one a page not found. Stateless.
 */
final class Paging {

    private Paging() {}

    /** How long a page shall be; 50 unless said, and refused outside 1 to 100. */
    static int limit(String text) {
        Integer limit = optionalLimit(text);
        return limit == null ? Limit.STANDARD : limit;
    }

    /** The same; null unless said. */
    static Integer optionalLimit(String text) {
        if (text == null) {
            return null;
        }
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= Limit.MOST) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // told below, as for a number out of range
        }
        throw RefusedException.invalid("limit", "must be from 1 to " + Limit.MOST);
    }

    /** A place in a stream; null unless said. */
    static Long place(String name, String text, long least) {
        if (text == null) {
            return null;
        }
        try {
            long place = Long.parseLong(text);
            if (place >= least) {
                return place;
            }
        } catch (NumberFormatException e) {
            // told below, as for a number out of range
        }
        throw RefusedException.invalid(name, "must be a whole number of at least " + least);
    }
}
