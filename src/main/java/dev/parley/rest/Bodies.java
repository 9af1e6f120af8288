package dev.parley.rest;

import dev.parley.api.RefusedException;

/** Checks for missing request bodies, for which Jakarta REST passes null. Stateless. */
final class Bodies {

    private Bodies() {}

    /**
     * Returns the body.
     *
     * @throws RefusedException if it is null
     */
    static <T extends Record> T required(T body) {
        if (body == null) {
            throw RefusedException.invalid("", "is required");
        }
        return body;
    }
}
