package dev.parley.socketio;

import dev.parley.flow.Frame;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The frames that a socket was sent but may not have received, with their offsets, in order.
 * Limited in bytes. Not thread-safe.
 *
 * <p>A pong proves that the client received everything sent before the ping, so the log holds only
 * the frames since the last acknowledged ping, and those that arrive while the client is
 * disconnected.
 */
final class RecoveryLog {

    private record Entry(String offset, Frame frame) {}

    private final long maxBytes;
    private final ArrayDeque<Entry> entries = new ArrayDeque<>(0);
    private long bytes;

    /** The offset before the first entry; null until an entry has been removed. */
    private @Nullable String base;

    /** The last offset at the time of the ping; null if no ping is pending. */
    private @Nullable String pinged;

    RecoveryLog(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    void add(String offset, Frame frame) {
        entries.add(new Entry(offset, frame));
        bytes += frame.bytes();
        while (bytes > maxBytes) {
            forgetFirst();
        }
    }

    private void forgetFirst() {
        Entry first = entries.remove();
        bytes -= first.frame().bytes();
        base = first.offset();
        if (base.equals(pinged)) {
            pinged = null;
        }
    }

    /** Notes that a ping is about to be sent. */
    void pinged() {
        pinged = entries.isEmpty() ? null : entries.getLast().offset();
    }

    /** Removes the frames that were sent before the answered ping. */
    void ponged() {
        while (pinged != null) {
            forgetFirst();
        }
    }

    /** Returns the frames after an offset; empty if the offset is no longer known. */
    Optional<List<Frame>> after(String offset) {
        boolean found = offset.equals(base);
        List<Frame> missed = new ArrayList<>();
        for (Entry entry : entries) {
            if (found) {
                missed.add(entry.frame());
            } else {
                found = entry.offset().equals(offset);
            }
        }
        return found ? Optional.of(missed) : Optional.empty();
    }
}
