package dev.parley.flow;

import java.util.function.Consumer;

/**
 * Hands frames to the transport of one client. Called by one thread at a time, in order; no call
 * may block.
 */
public interface FrameWriter {

    /**
     * Starts to write {@code frame}.
     *
     * @param done called once, with {@code null} or the failure; on any thread, perhaps before this
     *     method returns
     */
    void write(Frame frame, Consumer<Throwable> done);

    /** How many frames may be under way at once; at least 1. */
    int window();
}
