package dev.parley.flow;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What waits to be written to one client: a queue bounded in bytes, drained through a window of
 * writes by one thread at a time.
 *
 * <p>Thread-safe; {@link #offer} never blocks. When the byte budget is spent, droppable frames go
 * first; if that is not enough the outbox closes and tells its {@link Listener}, whose client then
 * recovers what it missed.
 */
public final class Outbox {

    /** What happens at the end of an outbox; called once, on any thread, with no lock held. */
    public interface Listener {
        /** The client reads too slowly: the budget is spent. */
        void onOverflow();

        /** A write failed. */
        void onWriteFailure(Throwable failure);
    }

    private static final long WINDOW_BYTES = 64 * 1024;

    private final FrameWriter writer;
    private final Executor executor;
    private final long budget;
    private final Listener listener;

    private final Object lock = new Object();
    private final ArrayDeque<Frame> queue = new ArrayDeque<>();
    private long queuedBytes;
    private int framesInFlight;
    private long bytesInFlight;
    private boolean closed;
    private Runnable afterLast;

    /** Counts the requests to drain, so that one thread drains and none recurses. */
    private final AtomicInteger requests = new AtomicInteger();

    /**
     * @param executor where writes are started; the caller's thread ({@code Runnable::run}) where
     *     the transport never blocks
     * @param budget bytes that may wait or be under way before anything more is refused
     */
    public Outbox(FrameWriter writer, Executor executor, long budget, Listener listener) {
        this.writer = writer;
        this.executor = executor;
        this.budget = budget;
        this.listener = listener;
    }

    /** Queues a frame; returns whether it was taken. */
    public boolean offer(Frame frame) {
        boolean overflow = false;
        synchronized (lock) {
            if (closed || afterLast != null) {
                return false;
            }
            if (isSpent()) {
                if (frame.droppable()) {
                    return false;
                }
                dropDroppable();
                overflow = isSpent();
                if (overflow) {
                    discard();
                }
            }
            if (!overflow) {
                queue.add(frame);
                queuedBytes += frame.bytes();
            }
        }
        if (overflow) {
            listener.onOverflow();
            return false;
        }
        requestDrain();
        return true;
    }

    /** Takes nothing more, and runs {@code action} once all that was taken is written or lost. */
    public void finish(Runnable action) {
        boolean now;
        synchronized (lock) {
            if (afterLast != null) {
                return;
            }
            afterLast = action;
            now = closed;
        }
        if (now) {
            action.run();
        } else {
            requestDrain();
        }
    }

    /** Forgets what waits. */
    public void close() {
        synchronized (lock) {
            discard();
        }
    }

    /** Bytes that wait or are under way. */
    public long pendingBytes() {
        synchronized (lock) {
            return queuedBytes + bytesInFlight;
        }
    }

    /**
     * Whether what waits has reached the budget. One frame may go beyond it: a page of history can
     * be larger than a small budget, and would never arrive.
     */
    private boolean isSpent() {
        return queuedBytes + bytesInFlight >= budget;
    }

    private void dropDroppable() {
        for (Iterator<Frame> i = queue.iterator(); i.hasNext(); ) {
            Frame frame = i.next();
            if (frame.droppable()) {
                i.remove();
                queuedBytes -= frame.bytes();
            }
        }
    }

    private void discard() {
        closed = true;
        queue.clear();
        queuedBytes = 0;
    }

    private void requestDrain() {
        if (requests.getAndIncrement() == 0) {
            executor.execute(this::drain);
        }
    }

    private void drain() {
        int seen = 1;
        do {
            for (Frame frame = next(); frame != null; frame = next()) {
                write(frame);
            }
            seen = requests.addAndGet(-seen);
        } while (seen != 0);
    }

    private Frame next() {
        Runnable last = null;
        synchronized (lock) {
            if (queue.isEmpty()) {
                if (framesInFlight == 0 && afterLast != null && !closed) {
                    closed = true;
                    last = afterLast;
                }
            } else if (framesInFlight < writer.window()
                    && (bytesInFlight == 0 || bytesInFlight < WINDOW_BYTES)) {
                Frame frame = queue.poll();
                queuedBytes -= frame.bytes();
                framesInFlight++;
                bytesInFlight += frame.bytes();
                return frame;
            }
        }
        if (last != null) {
            last.run();
        }
        return null;
    }

    private void write(Frame frame) {
        try {
            writer.write(frame, failure -> written(frame, failure));
        } catch (RuntimeException e) {
            written(frame, e);
        }
    }

    private void written(Frame frame, Throwable failure) {
        boolean first = false;
        Runnable last = null;
        synchronized (lock) {
            framesInFlight--;
            bytesInFlight -= frame.bytes();
            if (failure != null && !closed) {
                first = true;
                discard();
                last = afterLast;
            }
        }
        if (first) {
            listener.onWriteFailure(failure);
            if (last != null) {
                last.run();
            }
        }
        requestDrain();
    }
}
