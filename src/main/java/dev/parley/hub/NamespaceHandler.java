package dev.parley.hub;

import dev.parley.api.Handshake;
import dev.parley.api.Inbound;
import dev.parley.api.RefusedException;
import dev.parley.api.User;

/** What a namespace does with its sockets; implemented above the hub, called by the doors. */
public interface NamespaceHandler {

    /**
     * Judges whether somebody may join the namespace, before there is a socket; does not block.
     *
     * @throws RefusedException if not
     */
    void admit(User user, Handshake handshake);

    /** A socket has joined the namespace and may be sent to. */
    void onConnect(LocalSocket socket);

    /** A socket has gone; it is sent to no more. Called once for each {@link #onConnect}. */
    void onDisconnect(LocalSocket socket);

    /** Whether an event runs alone: after all earlier ones, and before all later ones. */
    boolean isBarrier(String event);

    /**
     * Handles an event.
     *
     * @param ended called exactly once, on any thread, when nothing more will come of the event
     */
    void onEvent(LocalSocket socket, Inbound event, Acknowledgement ack, Runnable ended);

    /** Takes the answer of an event to the client. */
    @FunctionalInterface
    interface Acknowledgement {
        /** Sends {@code value} as the acknowledgement; only called where one is wanted. */
        void send(Object value);
    }
}
