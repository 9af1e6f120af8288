package dev.parley.server;

import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.jsr.UndertowSession;

/**
 * Suspends reading from an Undertow session. Otherwise Undertow would continue reading while {@code
 * onMessage} runs, and keep every frame in memory, without limit. {@link UndertowPongGate} limits
 * the automatic answers to pings. Thread-safe.
 */
final class UndertowReads implements ReadControl {

    private final WebSocketChannel channel;
    private boolean suspended;
    private boolean gateClosed;

    UndertowReads(WebSocketChannel channel) {
        this.channel = channel;
    }

    /** Fails if this version of Undertow lacks a method for controlling sessions. */
    static void verify() throws NoSuchMethodException {
        UndertowSession.class.getMethod("getWebSocketChannel");
        UndertowSession.class.getMethod("getExecutor");
        UndertowSession.class.getMethod("forceClose");
        WebSocketChannel.class.getMethod("getReceiveSetter");
        WebSocketChannel.class.getMethod("suspendReceives");
        WebSocketChannel.class.getMethod("resumeReceives");
    }

    @Override
    public synchronized void suspendReads() {
        suspended = true;
        apply();
    }

    @Override
    public synchronized void resumeReads() {
        suspended = false;
        apply();
    }

    synchronized void setGate(boolean isClosed) {
        gateClosed = isClosed;
        apply();
    }

    private void apply() {
        if (suspended || gateClosed) {
            channel.suspendReceives();
        } else {
            channel.resumeReceives();
        }
    }
}
