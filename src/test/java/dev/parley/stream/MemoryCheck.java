package dev.parley.stream;

import dev.parley.history.DurableEvent;

/** Looks whether a stream holds what it has to hold, and no more. */
final class MemoryCheck {

    private final RoomStream stream;
    private final SimulatedStore store;
    private final Verdict verdict;

    /** Where the stream began; negative until it has its place. */
    private long beginning = -1;

    MemoryCheck(RoomStream stream, SimulatedStore store, Verdict verdict) {
        this.stream = stream;
        this.store = store;
        this.verdict = verdict;
    }

    boolean isOf(RoomStream other) {
        return stream == other;
    }

    void check() {
        requireBounds("pending", stream.pending.size(), weightOfPending());
        if (stream.isPlaced()) {
            verdict.require(
                    stream.pending.isEmpty() || stream.pending.firstKey() > stream.delivered() + 1,
                    "what waits need not wait");
            checkRing(stream.delivered() + 1 - stream.ring.size());
        }
    }

    private long weightOfPending() {
        long weight = 0;
        for (DurableEvent event : stream.pending.values()) {
            weight += event.weight();
        }
        return weight;
    }

    private void requireBounds(String name, int events, long bytes) {
        verdict.require(events <= 256, name + " has too many events");
        verdict.require(bytes <= 256 * 1024, name + " has too many bytes");
    }

    /** It has what was delivered last, as much as fits. */
    private void checkRing(long first) {
        if (beginning < 0) {
            beginning = first - 1;
        }
        verdict.require(
                stream.ring.isEmpty()
                        || stream.ring.peekFirst().rev() == first
                                && stream.ring.peekLast().rev() == stream.delivered(),
                "the ring has not what was delivered last");
        requireBounds(
                "the ring", stream.ring.size(), store.weight(stream, first, stream.delivered()));
        verdict.require(
                first == beginning + 1
                        || stream.ring.size() == 256
                        || store.weight(stream, first - 1, stream.delivered()) > 256 * 1024,
                "the ring forgets what would fit");
    }
}
