package dev.parley.server;

/** Suspends reading from one client. Thread-safe; no call blocks. */
public interface ReadControl {

    /** Stops reading from the client. */
    void suspendReads();

    /** Continues reading. */
    void resumeReads();
}
