package dev.parley.flow;

import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.jsr.UndertowSession;
import jakarta.websocket.Session;
import java.util.Optional;

/**
 * The channel of an Undertow session. Without suspended receives Undertow reads on while {@code
 * onMessage} works, and keeps every frame in memory, without bound; and it answers each ping of the
 * client by itself, which {@link UndertowPongGate} bounds.
 */
final class UndertowChannel implements Channel {

    private final UndertowSession session;
    private boolean suspended;
    private boolean gateClosed;

    private UndertowChannel(UndertowSession session) {
        this.session = session;
    }

    static Optional<Channel> ofSession(Session session) {
        if (session instanceof UndertowSession undertow) {
            UndertowChannel channel = new UndertowChannel(undertow);
            UndertowPongGate.install(
                    undertow.getWebSocketChannel(), undertow.getExecutor(), channel::setGate);
            return Optional.of(channel);
        }
        return Optional.empty();
    }

    @Override
    public synchronized void suspendReceives() {
        suspended = true;
        apply();
    }

    @Override
    public synchronized void resumeReceives() {
        suspended = false;
        apply();
    }

    private synchronized void setGate(boolean isClosed) {
        gateClosed = isClosed;
        apply();
    }

    private void apply() {
        WebSocketChannel channel = session.getWebSocketChannel();
        if (suspended || gateClosed) {
            channel.suspendReceives();
        } else {
            channel.resumeReceives();
        }
    }

    @Override
    public void abort() {
        session.forceClose();
    }
}
