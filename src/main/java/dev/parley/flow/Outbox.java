package dev.parley.flow;

import dev.parley.api.Loss;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

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

    /** The size in bytes at which queued frames that are not urgent stop waiting. */
    private static final long MOST_RESTING = 16 * 1024;

    private static final Logger LOG = Logger.getLogger(Outbox.class.getName());
    private static final String FAILED = "The end of an outbox could not be handled";

    /** How the queue is emptied at present. */
    private sealed interface Outlet {}

    /** This outbox writes the frames. */
    private record Writes(FrameWriter writer, Executor executor) implements Outlet {}

    /** The transport takes the frames. */
    private record Takes(Runnable onWaiting, BooleanSupplier ready) implements Outlet {}

    private final long budget;
    private final WriteCoalescer coalescer;
    private final Listener listener;

    private final Object lock = new Object();
    private final ArrayDeque<Frame> queue = new ArrayDeque<>();
    private @Nullable Outlet outlet;
    private long queuedBytes;
    private int framesInFlight;
    private long bytesInFlight;
    private boolean aloneInFlight;

    /** Whether frames were taken whose end nobody has told yet. */
    private boolean taken;

    /** Whether everything in the queue may wait for the coalescer. */
    private boolean resting;

    /** Whether the coalescer will drain this outbox. */
    private boolean isAwaited;

    private boolean closed;
    private @Nullable Runnable afterLast;

    /** Counts the requests to drain, so that one thread drains and none recurses. */
    private final AtomicInteger requests = new AtomicInteger();

    /**
     * @param budget bytes that may wait or be under way before anything more is refused
     * @param coalescer drains the outbox later, while no queued frame is urgent
     */
    public Outbox(long budget, WriteCoalescer coalescer, Listener listener) {
        this.budget = budget;
        this.coalescer = coalescer;
        this.listener = listener;
    }

    /**
     * From now on frames are written.
     *
     * @param executor where writes are started; the caller's thread ({@code Runnable::run}) where
     *     the transport never blocks
     */
    public void attach(FrameWriter writer, Executor executor) {
        attach(new Writes(writer, executor));
    }

    /**
     * From now on frames are taken by {@link #take}.
     *
     * @param onWaiting called when there may be something to take; on any thread, with no lock held
     * @param ready whether it would be taken at once
     */
    public void attach(Runnable onWaiting, BooleanSupplier ready) {
        attach(new Takes(onWaiting, ready));
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
        boolean waits = false;
        boolean isNew = false;
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
                boolean isFirst = queue.size() == 1;
                resting = !frame.urgent() && (resting || isFirst) && queuedBytes < MOST_RESTING;
                waits = resting;
                isNew = waits && !isAwaited;
                isAwaited |= waits;
            }
        }
        if (overflow) {
            listener.onOverflow();
            return false;
        }
        if (!waits) {
            requestDrain();
        } else if (isNew) {
            awaitOthers();
        }
        return true;
    }

    private void awaitOthers() {
        try {
            coalescer.add(this::endWait);
        } catch (RuntimeException | Error e) {
            LOG.log(Level.FINE, "A delayed write could not be scheduled; writing now", e);
            endWait();
        }
    }

    private void endWait() {
        synchronized (lock) {
            isAwaited = false;
        }
        requestDrain();
    }

    /** Whether a frame would be on its way at once. */
    private boolean isReady() {
        if (outlet == null || !queue.isEmpty() && !resting) {
            return false;
        }
        return outlet instanceof Takes takes ? takes.ready().getAsBoolean() : framesInFlight == 0;
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
            if (!(outlet instanceof Takes)) {
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
            Guarded.run(LOG, FAILED, last);
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
            resting = false;
        }
        if (present instanceof Takes takes) {
            takes.onWaiting().run();
        } else if (present instanceof Writes writes && requests.getAndIncrement() == 0) {
            try {
                writes.executor().execute(this::drain);
            } catch (RuntimeException | Error e) {
                // No thread can be had. Otherwise, nothing would ever be written again.
                requests.set(0);
                fail(e);
            }
        }
    }

    private void drain() {
        int seen = 1;
        do {
            boolean mayBeMore = true;
            while (mayBeMore) {
                mayBeMore = writeNext();
            }
            seen = requests.addAndGet(-seen);
        } while (seen != 0);
    }

    /** Starts the next write, if there is one; the transport may take the frames by now. */
    private boolean writeNext() {
        Writes writes;
        Frame frame;
        synchronized (lock) {
            writes = outlet instanceof Writes present ? present : null;
            frame = writes == null ? null : next(writes.writer());
        }
        if (writes == null || frame == null) {
            endIfEmpty();
            return false;
        }
        write(frame, writes.writer());
        return true;
    }

    private @Nullable Frame next(FrameWriter writer) {
        if (queue.isEmpty() || !hasRoomFor(queue.peek(), writer)) {
            return null;
        }
        Frame frame = queue.poll();
        if (framesInFlight == 0 && canJoin(frame, frame.bytes(), writer)) {
            frame = withFollowers(frame, writer);
        }
        queuedBytes -= frame.bytes();
        framesInFlight++;
        bytesInFlight += frame.bytes();
        aloneInFlight = frame.parts().size() > 1;
        return frame;
    }

    /** Adds the frames to {@code first} that can be written together with it. */
    private Frame withFollowers(Frame first, FrameWriter writer) {
        List<Frame> frames = new ArrayList<>(List.of(first));
        long bytes = first.bytes();
        while (!queue.isEmpty() && canJoin(queue.peek(), bytes + queue.peek().bytes(), writer)) {
            Frame next = queue.poll();
            bytes += next.bytes();
            frames.add(next);
        }
        return frames.size() == 1 ? first : Frame.together(frames);
    }

    /**
     * Returns whether a frame can be written together with others: it is a single text, and all of
     * them together have at most {@link FrameWriter#mostTogether} bytes.
     *
     * @param bytes the size of all frames including this one
     */
    private static boolean canJoin(Frame frame, long bytes, FrameWriter writer) {
        return bytes <= writer.mostTogether()
                && frame.parts().size() == 1
                && frame.parts().get(0) instanceof SharedText;
    }

    /** A frame of several messages is alone under way, so that nothing comes between them. */
    private boolean hasRoomFor(Frame frame, FrameWriter writer) {
        if (framesInFlight == 0) {
            return true;
        }
        return !aloneInFlight
                && frame.parts().size() == 1
                && framesInFlight < writer.window()
                && bytesInFlight < WINDOW_BYTES;
    }

    private void write(Frame frame, FrameWriter writer) {
        try {
            writer.write(frame, failure -> written(frame, failure));
        } catch (RuntimeException | Error e) {
            // Errors too, for example from an encoder: the outbox must continue to drain.
            written(frame, e);
        }
    }

    private void written(Frame frame, Throwable failure) {
        synchronized (lock) {
            framesInFlight--;
            bytesInFlight -= frame.bytes();
        }
        if (failure != null) {
            fail(failure);
        }
        requestDrain();
    }

    /** Discards what waits, and notifies the listener once. */
    private void fail(Throwable failure) {
        Runnable last;
        synchronized (lock) {
            if (closed) {
                return;
            }
            discard();
            last = afterLast;
        }
        Guarded.run(LOG, FAILED, () -> listener.onWriteFailure(failure));
        if (last != null) {
            Guarded.run(LOG, FAILED, last);
        }
    }
}
