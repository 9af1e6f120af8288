package dev.parley.flow;

import jakarta.enterprise.context.ApplicationScoped;

/** Whether clients are served, and new ones let in: read by every handshake. Thread-safe. */
@ApplicationScoped
public class Readiness {

    private volatile boolean ready;
    private volatile boolean opened;
    private volatile boolean turningAway;

    /** Whether clients that are here are served. */
    public boolean isReady() {
        return ready;
    }

    /** Whether the doors are open for new clients. */
    public boolean isOpen() {
        return ready && !turningAway;
    }

    /** Whether all was started, even if the doors have been closed again. */
    public boolean wasOpened() {
        return opened;
    }

    public void open() {
        opened = true;
        ready = true;
    }

    /** From now on no new client is let in; those who are here are served. */
    void turnAway() {
        turningAway = true;
    }

    /** After {@link #turnAway}. */
    void letIn() {
        turningAway = false;
    }

    public void close() {
        ready = false;
    }
}
