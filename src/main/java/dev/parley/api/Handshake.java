package dev.parley.api;

import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.Map;

/**
 * What a client sent when it connected. Immutable. It may contain a token: do not log it.
 *
 * @param auth the {@code auth} of a Socket.IO client; empty for the plain endpoint
 * @param query the parameters of the URL; of a repeated one the first value
 * @param remoteAddress the client's address; behind a proxy that is not in {@code
 *     parley.trusted-proxies}, the address of the proxy
 * @param issued when the client connected
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
