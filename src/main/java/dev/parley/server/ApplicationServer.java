package dev.parley.server;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.websocket.Session;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * The application server that runs this deployment: its capabilities beyond the specifications and
 * its differences from other servers. Implementations are thread-safe, and no call blocks.
 *
 * <p>A {@link Protection} that cannot be installed is recorded in {@link #protections}; the call
 * then does nothing, and Parley runs without it.
 */
public interface ApplicationServer {

    /**
     * Returns the server that runs this deployment. It is detected on the first call, which the
     * container makes during deployment; beans have it injected.
     */
    static ApplicationServer present() {
        return Detection.PRESENT;
    }

    /** Returns the name of the server for the log, with its version if known. */
    String name();

    /** Returns the record of the protections that could not be installed. */
    Protections protections();

    /**
     * Returns the number of asynchronous sends that may be in progress on one session; at least 1.
     */
    int sendWindow();

    /** Returns whether an asynchronous send, a ping or a pong can block the sending thread. */
    boolean sendsCanBlock();

    /**
     * Returns whether annotated endpoints that receive partial messages get parts of bounded size.
     * If not, the endpoints are registered without their annotations.
     */
    boolean boundsAnnotatedEndpoints();

    /**
     * Returns whether text messages must be received whole, because the server cannot decode parts
     * that begin or end inside a character. If so, it limits whole messages to the maximum buffer
     * size of the session.
     */
    default boolean needsWholeTexts() {
        return false;
    }

    /**
     * Takes control of the connection below a session. Must be called once for each session, before
     * its first message.
     */
    SessionControl control(Session session);

    /**
     * Returns an action that closes the connection of the current thread's request, if the server
     * offers a way. The action may run on any thread.
     */
    Optional<Runnable> requestAbort();

    /**
     * Writes a part of a response's body. Must be called by the response's write listener, when the
     * response is ready. The next call must wait until it is ready again.
     *
     * @param body the whole body
     * @param from the number of bytes that have been written
     * @param timeout how long the client may take to read the body, if the server can limit that
     * @return the number of bytes that the server took
     */
    default int write(ServletOutputStream out, byte[] body, int from, Duration timeout)
            throws IOException {
        // Undertow copies what it cannot send at once.
        int length = Math.min(16 * 1024, body.length - from);
        out.write(body, from, length);
        return length;
    }

    /**
     * Limits the heads and bodies of all requests to this deployment. The application sees a
     * request once its body has arrived, and no thread waits for the body. The application itself
     * receives the bodies of requests for which {@link RequestLimits#isPolling} is true; here, they
     * have only the deadline. Called once, during deployment.
     *
     * @return false if the server cannot do this
     */
    boolean limitRequests(RequestLimits limits);

    /**
     * Prepares the current thread's request for a dispatch from another thread.
     *
     * @return an action that the other thread must run before the dispatch; empty if the server
     *     cannot dispatch from another thread
     */
    default Optional<Runnable> dispatchElsewhere(HttpServletRequest request) {
        return Optional.empty();
    }

    /**
     * Returns the incoming body of a request; empty if {@link #limitRequests} already limits its
     * time, or if the server cannot abort it.
     */
    default Optional<IncomingBody> incomingBody(HttpServletRequest request) {
        return Optional.empty();
    }

    /**
     * Exempts a WebSocket handshake from a limit of requests per connection, so that its response
     * does not announce the end of the connection.
     */
    default void exempt(HttpServletRequest handshake) {}

    /**
     * Registers actions for the stop of the server.
     *
     * @param stopping runs when the server is about to stop, before it closes its connections; may
     *     block, because the server waits for it; called once for each stop
     * @param resumed called if the server resumes operation instead
     * @return an action that ends the notifications
     */
    Runnable onStop(Runnable stopping, Runnable resumed);

    /**
     * Makes reads fail immediately when they lose their database connection, if the persistence
     * provider would repeat them. Depends on the installed provider, which may not be the server's
     * own.
     *
     * @param entities the provider's own entity manager, within a transaction
     */
    default void disableReadRetries(Object entities) {
        protections()
                .install(() -> EclipseLink.disableReadRetries(entities), Protection.READ_RETRIES);
    }
}
