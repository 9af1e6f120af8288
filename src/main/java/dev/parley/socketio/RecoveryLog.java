package dev.parley.socketio;

import dev.parley.flow.Frame;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one socket was sent and may not have got: frames with their offsets, in order, bounded in
 * bytes. Not thread-safe.
 *
 * <p>The client's answer to a ping proves what it got before, so only the time between two
 * heartbeats is kept; and what comes while the client is away.
 */
final class RecoveryLog {

    private record Entry(String offset, Frame frame) {}

    private final long maxBytes;
    private final ArrayDeque<Entry> entries = new ArrayDeque<>(0);
    private long bytes;

    /** The offset before the first entry; null while there was none. */
    private String base;

    /** The last offset when the ping was sent; null if none is under way. */
    private String pinged;

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

    /** A ping is about to be sent. */
    void pinged() {
        pinged = entries.isEmpty() ? null : entries.getLast().offset();
    }

    /** The ping was answered. */
    void ponged() {
        while (pinged != null) {
            forgetFirst();
        }
    }

    /** What came after an offset; empty if nobody knows any more. */
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
