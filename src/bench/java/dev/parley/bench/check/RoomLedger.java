package dev.parley.bench.check;

import java.util.Arrays;

/**
 * Maps each {@code seq} of one room to its message, as first reported by a receiver or by the
 * sender's acknowledgement. All later reports must agree.
 */
public final class RoomLedger {

    /** A room of one run has no more; what claims to is wrong. */
    private static final int MOST = 10_000_000;

    private final int room;

    /** The keys by {@code seq}; none is 0. */
    private long[] keys = new long[1024];

    private long last;
    private long wrong;

    public RoomLedger(int room) {
        this.room = room;
    }

    /** A receiver in this room got this message. */
    public void delivered(long seq, long key) {
        if (Stamp.room(key) != room) {
            wrong++;
        } else {
            agree(seq, key);
        }
    }

    /** A sender was told that its message is stored. */
    public void acked(long seq, long key) {
        agree(seq, key);
    }

    private void agree(long seq, long key) {
        if (seq < 1 || seq > MOST) {
            wrong++;
            return;
        }
        if (seq >= keys.length) {
            keys = Arrays.copyOf(keys, (int) Math.max(seq + 1, keys.length * 2L));
        }
        if (keys[(int) seq] == 0) {
            keys[(int) seq] = key;
            last = Math.max(last, seq);
        } else if (keys[(int) seq] != key) {
            wrong++;
        }
    }

    /** The highest {@code seq} that anybody knows of; 0 if there is none. */
    public long last() {
        return last;
    }

    public Faults faults() {
        return new Faults(0, 0, 0, wrong);
    }
}
