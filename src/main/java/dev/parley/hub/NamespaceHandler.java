package dev.parley.hub;

import dev.parley.api.Handshake;
import dev.parley.api.Inbound;
import dev.parley.api.RefusedException;
import dev.parley.api.User;

/**
 * Handles the sockets of a namespace and their events; implemented above the hub, called by the
 * protocol layers.
 */
public interface NamespaceHandler {

    /**
     * Decides whether a user may join the namespace, before a socket exists. Does not block.
     *
     * @throws RefusedException if the user may not join
     */
    void admit(User user, Handshake handshake);

    /** A socket has joined the namespace; events may be sent to it. */
    void onConnect(LocalSocket socket);

    /**
     * A socket has disconnected; no events are sent to it any more. Called once for each {@link
     * #onConnect}.
     */
    void onDisconnect(LocalSocket socket);

    /** Returns whether an event runs alone: after all earlier ones and before all later ones. */
    boolean isBarrier(String event);

    /**
     * Handles an event.
     *
     * @param ended called exactly once, on any thread, when the event is completely handled
     */
    void onEvent(LocalSocket socket, Inbound event, Acknowledgement ack, Runnable ended);

    /** Handles a malformed frame; called after the server has sent the client an error for it. */
    void onMalformed(LocalSocket socket);

    /** Sends the acknowledgement of an event. */
    @FunctionalInterface
    interface Acknowledgement {
        /** Sends {@code value} as the acknowledgement; called only if the client wants one. */
        void send(Object value);
    }
}
