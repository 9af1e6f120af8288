package dev.parley.engineio;

import java.security.Principal;

/**
 * The principal of a WebSocket handshake that is to upgrade a polling connection. Immutable.
 *
 * @param claimed whether this handshake holds the claim; otherwise its WebSocket is closed
 */
record UpgradeRequest(Connection connection, boolean claimed) implements Principal {

    @Override
    public String getName() {
        return "upgrade of a connection";
    }

    /** Omits the connection: its id must not reach a log. */
    @Override
    public String toString() {
        return getName();
    }
}
