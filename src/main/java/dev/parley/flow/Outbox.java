package dev.parley.flow;

import dev.parley.api.Loss;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * What waits to be written to one client: a queue bounded in bytes.
 *
 * <p>It is either drained through a window of writes by one thread at a time ({@link
 * #attach(FrameWriter, Executor)}), or frames are taken from it ({@link #attach(Runnable,
 * BooleanSupplier)}); one way may follow the other, and loses nothing. Thread-safe; {@link #offer}
 * never blocks. When the byte budget is spent, frames that may be lost go first; if that is not
 * enough the outbox closes and tells its {@link Listener}, whose client then recovers what it
 * missed.
 */
public final class Outbox {

    /** What happens at the end of an outbox; called once, on any thread: it must not block. */
    public interface Listener {
        /** The client reads too slowly: the budget is spent. */
        void onOverflow();

        /** A write failed. */
        void onWriteFailure(Throwable failure);
    }

    /** Bytes that may be under way at once, but for a larger frame that goes alone. */
    public static final long WINDOW_BYTES = 64 * 1024;

    /** How the queue is emptied at present: by writes of ours, or by somebody who takes. */
    private record Outlet(
            FrameWriter writer, Executor executor, Runnable onWaiting, BooleanSupplier ready) {
        boolean pushes() {
            return writer != null;
        }
    }

    private final long budget;
    private final Listener listener;

    private final Object lock = new Object();
    private final ArrayDeque<Frame> queue = new ArrayDeque<>();
    private Outlet outlet;
    private long queuedBytes;
    private int framesInFlight;
    private long bytesInFlight;
    private boolean aloneInFlight;

    /** Whether frames were taken whose end nobody has told yet. */
    private boolean taken;

    private boolean closed;
    private Runnable afterLast;

    /** Counts the requests to drain, so that one thread drains and none recurses. */
    private final AtomicInteger requests = new AtomicInteger();

    /**
     * @param budget bytes that may wait or be under way before anything more is refused
     */
    public Outbox(long budget, Listener listener) {
        this.budget = budget;
        this.listener = listener;
    }

    /**
     * From now on frames are written.
     *
     * @param executor where writes are started; the caller's thread ({@code Runnable::run}) where
     *     the transport never blocks
     */
    public void attach(FrameWriter writer, Executor executor) {
        attach(new Outlet(writer, executor, null, null));
    }

    /**
     * From now on frames are taken by {@link #take}.
     *
     * @param onWaiting called when there may be something to take; on any thread, with no lock held
     * @param ready whether it would be taken at once
     */
    public void attach(Runnable onWaiting, BooleanSupplier ready) {
        attach(new Outlet(null, null, onWaiting, ready));
    }

    private void attach(Outlet next) {
        synchronized (lock) {
            outlet = next;
        }
        requestDrain();
    }

    /** Queues a frame; returns whether it was taken. */
    public boolean offer(Frame frame) {
        boolean overflow = false;
        synchronized (lock) {
            if (closed || afterLast != null) {
                return false;
            }
            if (frame.loss() == Loss.UNLESS_READY && !isReady()) {
                return false;
            }
            if (isSpent()) {
                if (frame.loss().isPossible()) {
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

    /** Whether a frame would be on its way at once. */
    private boolean isReady() {
        if (outlet == null || !queue.isEmpty()) {
            return false;
        }
        return outlet.pushes() ? framesInFlight == 0 : outlet.ready().getAsBoolean();
    }

    /**
     * Takes the frames that come next; {@link #delivered} tells when they are written.
     *
     * @param maxBytes of all together, but for a larger one that comes alone
     * @return empty if nothing waits, or frames are being written instead
     */
    public List<Frame> take(long maxBytes) {
        List<Frame> frames = new ArrayList<>();
        synchronized (lock) {
            if (outlet == null || outlet.pushes()) {
                return frames;
            }
            long bytes = 0;
            while (!queue.isEmpty()
                    && (frames.isEmpty() || bytes + queue.peek().bytes() <= maxBytes)) {
                Frame frame = queue.poll();
                bytes += frame.bytes();
                queuedBytes -= frame.bytes();
                frames.add(frame);
            }
            taken |= !frames.isEmpty();
        }
        return frames;
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
            endIfEmpty();
        }
    }

    /** What was taken has been written. */
    public void delivered() {
        synchronized (lock) {
            taken = false;
        }
        endIfEmpty();
    }

    private void endIfEmpty() {
        Runnable last = null;
        synchronized (lock) {
            boolean empty = queue.isEmpty() && framesInFlight == 0 && !taken;
            if (empty && afterLast != null && !closed) {
                closed = true;
                last = afterLast;
            }
        }
        if (last != null) {
            last.run();
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
            if (frame.loss().isPossible()) {
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
        Outlet present;
        synchronized (lock) {
            present = outlet;
        }
        if (present == null) {
            return;
        }
        if (!present.pushes()) {
            present.onWaiting().run();
        } else if (requests.getAndIncrement() == 0) {
            present.executor().execute(this::drain);
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
        synchronized (lock) {
            if (!queue.isEmpty() && hasRoomFor(queue.peek())) {
                Frame frame = queue.poll();
                queuedBytes -= frame.bytes();
                framesInFlight++;
                bytesInFlight += frame.bytes();
                aloneInFlight = frame.parts().size() > 1;
                return frame;
            }
        }
        endIfEmpty();
        return null;
    }

    /** A frame of several messages is alone under way, so that nothing comes between them. */
    private boolean hasRoomFor(Frame frame) {
        if (framesInFlight == 0) {
            return true;
        }
        return !aloneInFlight
                && frame.parts().size() == 1
                && framesInFlight < outlet.writer().window()
                && bytesInFlight < WINDOW_BYTES;
    }

    private void write(Frame frame) {
        FrameWriter writer;
        synchronized (lock) {
            writer = outlet.writer();
        }
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
