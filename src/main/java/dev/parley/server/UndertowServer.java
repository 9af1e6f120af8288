package dev.parley.server;

import io.undertow.Version;
import io.undertow.websockets.jsr.UndertowSession;
import jakarta.websocket.Session;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Undertow (2.3), the web server of WildFly. It queues and batches asynchronous sends, so several
 * may be in progress. Requires Undertow's classes to be visible. Thread-safe.
 */
final class UndertowServer implements ApplicationServer {

    private static final int SEND_WINDOW = 32;

    private final Protections protections = new Protections();
    private final boolean controlsSessions;
    private final boolean abortsRequests;
    private @Nullable UndertowSends sends;

    UndertowServer() {
        // Verified here, because the first session comes after the warning at start-up.
        controlsSessions =
                protections.install(
                        UndertowReads::verify,
                        Protection.READ_SUSPENSION,
                        Protection.PONG_LIMIT,
                        Protection.CONNECTION_ABORT);
        protections.install(() -> sends = new UndertowSends(), Protection.DIRECT_SENDS);
        abortsRequests = protections.install(UndertowRequest::verify, Protection.REQUEST_ABORT);
    }

    @Override
    public String name() {
        return "Undertow " + Version.getVersionString();
    }

    @Override
    public Protections protections() {
        return protections;
    }

    @Override
    public int sendWindow() {
        return SEND_WINDOW;
    }

    @Override
    public boolean sendsCanBlock() {
        return false;
    }

    /** Undertow passes on the parts of a frame as it reads them. */
    @Override
    public boolean boundsAnnotatedEndpoints() {
        return true;
    }

    @Override
    public SessionControl control(Session session) {
        if (!controlsSessions || !(session instanceof UndertowSession undertow)) {
            return SessionControl.NONE;
        }
        UndertowReads reads = new UndertowReads(undertow.getWebSocketChannel());
        protections.install(
                () ->
                        UndertowPongGate.install(
                                undertow.getWebSocketChannel(),
                                undertow.getExecutor(),
                                reads::setGate),
                Protection.PONG_LIMIT);
        return new SessionControl(
                Optional.of(reads),
                Optional.of(new UndertowAbort(undertow)),
                Optional.empty(),
                directSends(undertow));
    }

    private Optional<DirectSends> directSends(UndertowSession session) {
        UndertowSends present = sends;
        if (present == null) {
            return Optional.empty();
        }
        DirectSends[] found = new DirectSends[1];
        protections.install(
                () -> present.to(session.getWebSocketChannel()).ifPresent(way -> found[0] = way),
                Protection.DIRECT_SENDS);
        return Optional.ofNullable(found[0]);
    }

    @Override
    public Optional<Runnable> requestAbort() {
        return abortsRequests ? UndertowRequest.abort() : Optional.empty();
    }

    @Override
    public boolean limitRequests(RequestLimits limits) {
        return protections.install(
                () -> UndertowRequests.limit(limits),
                Protection.REQUEST_BODIES,
                Protection.FOREIGN_COOKIES);
    }

    @Override
    public Runnable onStop(Runnable stopping, Runnable resumed) {
        WildFlyStop stop = new WildFlyStop(stopping, resumed);
        return protections.install(stop::begin, Protection.STOP_NOTICE) ? stop::end : () -> {};
    }
}
