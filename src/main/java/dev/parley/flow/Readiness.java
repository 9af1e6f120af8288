package dev.parley.flow;

import jakarta.enterprise.context.ApplicationScoped;

/** Whether the doors are open: set by the start-up, read by every handshake. Thread-safe. */
@ApplicationScoped
public class Readiness {

    private volatile boolean ready;
    private volatile boolean opened;

    public boolean isReady() {
        return ready;
    }

    /** Whether all was started, even if the doors have been closed again. */
    public boolean wasOpened() {
        return opened;
    }

    public void open() {
        opened = true;
        ready = true;
    }

    public void close() {
        ready = false;
    }
}
