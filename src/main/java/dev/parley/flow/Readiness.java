package dev.parley.flow;

import jakarta.enterprise.context.ApplicationScoped;

/**
 * Whether this node serves its clients and accepts new ones; read by every handshake. Thread-safe.
 */
@ApplicationScoped
public class Readiness {

    private volatile boolean ready;
    private volatile boolean opened;
    private volatile boolean turningAway;

    /** Returns whether connected clients are served. */
    public boolean isReady() {
        return ready;
    }

    /** Returns whether new clients are accepted. */
    public boolean isOpen() {
        return ready && !turningAway;
    }

    /** Returns whether the start-up has completed, even if the node was closed again. */
    public boolean wasOpened() {
        return opened;
    }

    public void open() {
        opened = true;
        ready = true;
    }

    /** Refuses new clients from now on; connected ones are still served. */
    void turnAway() {
        turningAway = true;
    }

    /** Accepts new clients again, after {@link #turnAway}. */
    void letIn() {
        turningAway = false;
    }

    public void close() {
        ready = false;
    }
}
