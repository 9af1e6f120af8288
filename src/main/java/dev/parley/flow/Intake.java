package dev.parley.flow;

import dev.parley.server.ReadControl;
import java.time.Duration;
import java.util.Optional;

/**
 * Limits the events and bytes of one connection that have arrived and are not handled yet.
 * Thread-safe.
 *
 * <p>At the limit, reading is suspended if the server can do that. Otherwise {@link #admit} blocks
 * the container's thread, which reads the next frame only after it returns.
 */
public final class Intake {

    private final int maxEvents;
    private final long maxBytes;
    private final long patienceNanos;

    private Optional<ReadControl> reads;
    private int events;
    private long bytes;
    private long admitted;
    private long suspensions;
    private boolean suspended;
    private boolean closed;

    /**
     * @param patience how long {@link #admit} may block
     */
    public Intake(int maxEvents, long maxBytes, Optional<ReadControl> reads, Duration patience) {
        this.maxEvents = maxEvents;
        this.maxBytes = maxBytes;
        this.reads = reads;
        this.patienceNanos = patience.toNanos();
    }

    /**
     * Counts an event in.
     *
     * @return false if the connection made no progress for the whole patience, or is closed; the
     *     caller then closes it
     */
    public synchronized boolean admit(int size) {
        events++;
        admitted++;
        bytes += size;
        if (!full()) {
            return !closed;
        }
        suspended = true;
        suspensions++;
        if (reads.isPresent()) {
            reads.get().suspendReads();
            return !closed;
        }
        return waitForRoom();
    }

    private boolean waitForRoom() {
        long deadline = System.nanoTime() + patienceNanos;
        while (full() && !closed) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            try {
                wait(left / 1_000_000, (int) (left % 1_000_000));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        suspended = false;
        return !closed;
    }

    /** Counts an event out, after it was handled. */
    public synchronized void release(int size) {
        events--;
        bytes -= size;
        if (!full()) {
            if (suspended) {
                suspended = false;
                reads.ifPresent(ReadControl::resumeReads);
            }
            notifyAll();
        }
    }

    /** Replaces the control of reading, because the client now sends through another link. */
    public synchronized void use(Optional<ReadControl> next) {
        if (suspended) {
            reads.ifPresent(ReadControl::resumeReads);
            next.ifPresent(ReadControl::suspendReads);
        }
        reads = next;
    }

    /** Returns whether reading is suspended, so that the client's pongs cannot be seen. */
    public synchronized boolean isSuspended() {
        return suspended;
    }

    /** Returns how often reading was suspended so far. */
    public synchronized long suspensions() {
        return suspensions;
    }

    /** Returns how many events were counted in so far. */
    public synchronized long admitted() {
        return admitted;
    }

    /** Releases a thread that waits in {@link #admit}. */
    public synchronized void close() {
        closed = true;
        notifyAll();
    }

    private boolean full() {
        return events >= maxEvents || bytes >= maxBytes;
    }
}
