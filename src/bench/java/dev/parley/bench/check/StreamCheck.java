package dev.parley.bench.check;

import java.util.HashSet;
import java.util.Set;

/** Follows the messages of one room as one receiver gets them: each {@code seq} once, in order. */
public final class StreamCheck {

    /** A receiver that misses more than this has lost them; they are only counted. */
    private static final int REMEMBERED = 100_000;

    private final long first;
    private final Set<Long> missing = new HashSet<>();
    private long next;
    private long forgotten;
    private long received;
    private long repeated;
    private long swapped;

    /**
     * @param lastSeq the last message before the receiver began to listen
     */
    public StreamCheck(long lastSeq) {
        first = lastSeq + 1;
        next = first;
    }

    public void accept(long seq) {
        received++;
        if (seq == next) {
            next++;
        } else if (seq > next) {
            skipTo(seq);
            next = seq + 1;
        } else if (missing.remove(seq)) {
            swapped++;
        } else {
            repeated++;
        }
    }

    private void skipTo(long seq) {
        for (long skipped = next; skipped < seq; skipped++) {
            if (missing.size() < REMEMBERED) {
                missing.add(skipped);
            } else {
                forgotten += seq - skipped;
                return;
            }
        }
    }

    /** The last {@code seq} that was seen, in whichever order. */
    public long last() {
        return next - 1;
    }

    public long received() {
        return received;
    }

    /**
     * The verdict.
     *
     * @param lastSeq the last message that the receiver should have got
     */
    public Faults faults(long lastSeq) {
        long behind = Math.max(0, lastSeq - last());
        return new Faults(missing.size() + forgotten + behind, repeated, swapped, 0);
    }
}
