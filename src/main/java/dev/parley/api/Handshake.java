package dev.parley.api;

import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.Map;

/**
 * What a client brought when it came. Immutable. It may hold a token: not to be logged.
 *
 * @param auth what the CONNECT packet of Socket.IO held; empty on the plain door
 * @param query the parameters of the address; of a repeated one the first
 * @param remoteAddress as the server sees it
 * @param issued when it was
 */
public record Handshake(
        JsonObject auth, Map<String, String> query, String remoteAddress, Instant issued) {

    public Handshake {
        query = Map.copyOf(query);
    }

    /** Not the components: a token must not reach a log. */
    @Override
    public String toString() {
        return "handshake from " + remoteAddress;
    }
}
