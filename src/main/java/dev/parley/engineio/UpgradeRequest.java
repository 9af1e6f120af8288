package dev.parley.engineio;

import java.security.Principal;

/**
 * The principal of a WebSocket handshake that is to take over a connection that polls. Immutable.
 *
 * @param claimed whether it may; another that comes meanwhile is only closed
 */
record UpgradeRequest(Connection connection, boolean claimed) implements Principal {

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
