package dev.parley.server;

import jakarta.websocket.Session;

/**
 * The server that runs this deployment, with what it can do beyond the specifications and what it
 * does differently from others. Implementations are thread-safe, and no call blocks.
 *
 * <p>A {@link Protection} that cannot be installed is recorded in {@link #protections}; the call
 * then does nothing, and Parley runs on without it.
 */
public interface ApplicationServer {

    /**
     * Returns the server that runs this deployment. It is detected at the first call, which the
     * container makes while it deploys; beans get it injected.
     */
    static ApplicationServer present() {
        return Detection.PRESENT;
    }

    /** Returns the name of the server for the log, with its version where it is known. */
    String name();

    /** Returns the record of the protections that could not be installed. */
    Protections protections();

    /** Returns how many asynchronous sends may be in progress on one session; at least 1. */
    int sendWindow();

    /** Returns whether an asynchronous send, a ping or a pong can block the thread that sends. */
    boolean sendsCanBlock();

    /**
     * Returns whether annotated endpoints that receive messages in parts get parts of bounded size.
     * If not, the endpoints are registered without their annotations.
     */
    boolean boundsAnnotatedEndpoints();

    /**
     * Takes control of the connection below a session. To be called once for each session, before
     * its first message.
     */
    SessionControl control(Session session);

    /**
     * Returns an action that closes the connection of the request that the calling thread handles.
     * The action may run on any thread; it does nothing where the server offers no way.
     */
    Runnable requestAbort();

    /**
     * Has {@code stopping} run when the server is about to stop, before it closes its connections.
     *
     * @param stopping may block, since the server waits for it; called once for each stop
     * @param resumed called if the server goes on after all
     * @return an action that ends the notifications
     */
    Runnable onStop(Runnable stopping, Runnable resumed);

    /**
     * Makes reads fail at once when they lose their database connection, if the persistence
     * provider would repeat them. The provider decides, since another than the server's own may be
     * installed.
     *
     * @param entities the provider's own entity manager, within a transaction
     */
    default void disableReadRetries(Object entities) {
        protections()
                .install(() -> EclipseLink.disableReadRetries(entities), Protection.READ_RETRIES);
    }
}
