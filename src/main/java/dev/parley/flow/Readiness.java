package dev.parley.flow;

import jakarta.enterprise.context.ApplicationScoped;

/** Whether the doors are open: set by the start-up, read by every handshake. Thread-safe. */
@ApplicationScoped
public class Readiness {

    private volatile boolean ready;

    public boolean isReady() {
        return ready;
    }

    public void open() {
        ready = true;
    }

    public void close() {
        ready = false;
    }
}
