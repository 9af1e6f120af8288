package dev.parley.flow;

import java.util.function.Consumer;

/** Writes frames to one client. Called by one thread at a time, in order; no call may block. */
public interface FrameWriter {

    /**
     * Starts to write {@code frame}.
     *
     * @param done called once, with {@code null} or the failure; on any thread, possibly before
     *     this method returns
     */
    void write(Frame frame, Consumer<Throwable> done);

    /** Returns how many frames may be in progress at once; at least 1. */
    int window();

    /**
     * Returns the maximum size, in bytes, of frames that are written together as one frame with
     * several parts; 0 if each frame is written separately.
     */
    default int mostTogether() {
        return 0;
    }
}
