package dev.parley.server;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.websocket.Session;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Open Liberty (26.0.0.3). It reads the next frame only after {@code onMessage} has returned, so a
 * handler that waits delays its own client only. Thread-safe.
 */
final class LibertyServer implements ApplicationServer {

    private static final Logger LOG = Logger.getLogger(LibertyServer.class.getName());

    private final Protections protections = new Protections();
    private final ClassLoader webSockets;
    private @Nullable LibertyConnections connections;
    private @Nullable LibertyReads reads;
    private @Nullable LibertySends sends;
    private @Nullable LibertyControlFrames controlFrames;
    private volatile @Nullable LibertyWrites writes;
    private final OnFirstRequest<LibertyRequests> requests =
            new OnFirstRequest<>(LibertyRequests::new);
    private final OnFirstRequest<LibertyHandshakes> handshakes =
            new OnFirstRequest<>(LibertyHandshakes::new);
    private final OnFirstRequest<LibertyBodies> bodies = new OnFirstRequest<>(LibertyBodies::new);

    /**
     * Creates the server.
     *
     * @param webSockets the class loader of Liberty's WebSocket feature
     */
    LibertyServer(ClassLoader webSockets) {
        this.webSockets = webSockets;
        protections.install(
                () -> connections = new LibertyConnections(webSockets),
                Protection.CONNECTION_ABORT);
        protections.install(() -> reads = new LibertyReads(webSockets), Protection.FRAGMENT_LIMIT);
        protections.install(() -> sends = new LibertySends(webSockets), Protection.DIRECT_SENDS);
        protections.install(
                () -> controlFrames = new LibertyControlFrames(webSockets),
                Protection.CONTROL_FRAMES);
    }

    @Override
    public String name() {
        return "Open Liberty";
    }

    @Override
    public Protections protections() {
        return protections;
    }

    /** Liberty fails a second asynchronous send while one is in progress. */
    @Override
    public int sendWindow() {
        return 1;
    }

    /** Liberty blocks a sender while it writes a pong, and writes pings on the caller's thread. */
    @Override
    public boolean sendsCanBlock() {
        return true;
    }

    /**
     * Liberty passes on only complete frames. It checks the declared length of a frame against the
     * session's buffer size, except for annotated endpoints that receive parts or add their message
     * handlers to the session. There, one frame of any client could fill the memory.
     */
    @Override
    public boolean boundsAnnotatedEndpoints() {
        return false;
    }

    /**
     * Liberty decodes each part of a text on its own ({@code LinkRead}), so it refuses a message
     * that is cut inside a character (1007). {@link LibertyReads} limits the total length of the
     * fragments.
     */
    @Override
    public boolean needsWholeTexts() {
        return connections != null && reads != null;
    }

    @Override
    public SessionControl control(Session session) {
        LibertyConnections present = connections;
        if (present == null) {
            return SessionControl.NONE;
        }
        SessionControl[] control = {SessionControl.NONE};
        protections.install(
                () -> control[0] = present.control(session), Protection.CONNECTION_ABORT);
        LibertyReads bounds = reads;
        if (bounds != null) {
            protections.install(
                    () -> bounds.bound(present.connection(session), session),
                    Protection.FRAGMENT_LIMIT);
        }
        LibertySends.Sends[] direct = {null};
        LibertySends ways = sends;
        if (ways != null) {
            protections.install(
                    () -> direct[0] = ways.install(present.connection(session)),
                    Protection.DIRECT_SENDS);
        }
        LibertyControlFrames order = controlFrames;
        if (order != null) {
            // Last, because tasks pass the executor that was added last first.
            protections.install(
                    () -> order.order(present.connection(session), direct[0]),
                    Protection.CONTROL_FRAMES);
        }
        return control[0];
    }

    /** Unread bodies occupy no thread; {@link #incomingBody} limits their time. */
    @Override
    public Optional<Runnable> requestAbort() {
        return Optional.empty();
    }

    /** Writes the whole body at once. Liberty itself limits the time. */
    @Override
    public int write(ServletOutputStream out, byte[] body, int from, Duration timeout)
            throws IOException {
        if (writes == null) {
            protections.install(() -> writes = new LibertyWrites(out), Protection.ASYNC_WRITES);
        }
        LibertyWrites present = writes;
        try {
            if (present != null && present.supports(out)) {
                present.write(out, body, timeout);
            } else {
                out.write(body, from, body.length - from);
            }
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new IOException("Open Liberty did not write a response", e);
        }
        return body.length - from;
    }

    /** Liberty has no API for this: filters receive the bodies. */
    @Override
    public boolean limitRequests(RequestLimits limits) {
        return false;
    }

    @Override
    public Optional<Runnable> dispatchElsewhere(HttpServletRequest request) {
        Runnable[] transfer = {() -> {}};
        boolean installed =
                protections.install(
                        () -> transfer[0] = requests.of(request).transfer(),
                        Protection.REQUEST_BODIES);
        return installed ? Optional.of(transfer[0]) : Optional.empty();
    }

    @Override
    public void exempt(HttpServletRequest handshake) {
        protections.install(
                () -> handshakes.of(handshake).exempt(handshake), Protection.HANDSHAKES);
    }

    @Override
    public Runnable onStop(Runnable stopping, Runnable resumed) {
        LibertyStop stop = new LibertyStop(webSockets, stopping);
        return protections.install(stop::begin, Protection.STOP_NOTICE) ? stop::end : () -> {};
    }

    @Override
    public Optional<IncomingBody> incomingBody(HttpServletRequest request) {
        LibertyBodies[] present = {null};
        protections.install(() -> present[0] = bodies.of(request), Protection.REQUEST_ABORT);
        try {
            return present[0] == null ? Optional.empty() : present[0].body(request);
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.log(Level.FINE, "The connection of a request is unknown", e);
            return Optional.empty();
        }
    }
}
