package dev.parley.rest;

import dev.parley.api.RefusedException;

/** Bodies that were not sent: Jakarta REST gives null for them. Stateless. */
final class Bodies {

    private Bodies() {}

    /**
     * @throws RefusedException if there is none
     */
    static <T extends Record> T required(T body) {
        if (body == null) {
            throw RefusedException.invalid("", "is required");
        }
        return body;
    }
}
