package dev.parley.engineio;

import java.security.Principal;

/**
 * The principal of a WebSocket handshake that is to take over a connection that polls. Immutable.
 */
record UpgradeRequest(Connection connection) implements Principal {

    @Override
    public String getName() {
        return "upgrade of a connection";
    }

    /** Not the connection: its id must not reach a log. */
    @Override
    public String toString() {
        return getName();
    }
}
