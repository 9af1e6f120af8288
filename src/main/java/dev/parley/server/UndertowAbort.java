package dev.parley.server;

import io.undertow.websockets.jsr.UndertowSession;

/** Undertow: the end of a connection fails its writes. Thread-safe. */
record UndertowAbort(UndertowSession session) implements ConnectionAbort {

    @Override
    public boolean failWrites() {
        return false;
    }

    @Override
    public void close() {
        session.forceClose();
    }
}
