package dev.parley.publish;

import dev.parley.hub.LocalSocket;
import dev.parley.hub.Timestamps;

/**
 * A connection to a namespace, on any node. Immutable.
 *
 * @param id the id that the client knows as {@code clientId}
 * @param connectedAt ISO 8601
 */
public record ConnectionInfo(
        String id, String userId, String username, String namespace, String connectedAt) {

    static ConnectionInfo of(LocalSocket socket) {
        return new ConnectionInfo(
                socket.id(),
                socket.user().id(),
                socket.user().name(),
                socket.namespace().name(),
                Timestamps.iso(socket.handshake().issued()));
    }
}
