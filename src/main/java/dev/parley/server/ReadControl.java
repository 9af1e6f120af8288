package dev.parley.server;

/** Holds back what one client sends. Thread-safe; no call blocks. */
public interface ReadControl {

    /** Stops the reading of what the client sends. */
    void suspendReads();

    /** Reads on. */
    void resumeReads();
}
