package dev.parley.flow;

import io.undertow.websockets.jsr.UndertowSession;
import jakarta.websocket.Session;
import java.util.Optional;

/**
 * The channel of an Undertow session. Without suspended receives Undertow reads on while {@code
 * onMessage} works, and keeps every frame in memory, without bound.
 */
final class UndertowChannel implements Channel {

    private final UndertowSession session;

    private UndertowChannel(UndertowSession session) {
        this.session = session;
    }

    static Optional<Channel> ofSession(Session session) {
        return session instanceof UndertowSession undertow
                ? Optional.of(new UndertowChannel(undertow))
                : Optional.empty();
    }

    @Override
    public void suspendReceives() {
        session.getWebSocketChannel().suspendReceives();
    }

    @Override
    public void resumeReceives() {
        session.getWebSocketChannel().resumeReceives();
    }

    @Override
    public void abort() {
        session.forceClose();
    }
}
