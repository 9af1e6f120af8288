package dev.parley.cluster;

import dev.parley.flow.LogLimit;
import dev.parley.flow.Watchdog;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Sends frames on one thread, so that no other thread ever waits for the cluster. {@link #offer} is
 * thread-safe and never blocks: if {@value #MAX_BYTES} bytes wait, frames are dropped; droppable
 * ones already at a quarter of that.
 *
 * <p>Frames that wait for the same nodes are sent in one message.
 */
final class Courier implements Runnable, Watchdog.Worker {

    /** Sends a message; may block. */
    interface Sending {
        void send(Collection<String> nodes, byte[] message) throws Exception;
    }

    /**
     * @param nodes the receivers; empty for all other nodes
     */
    record Parcel(Collection<String> nodes, NodeFrame frame) {}

    private static final Logger LOG = Logger.getLogger(Courier.class.getName());
    static final int MAX_BYTES = 16 * 1024 * 1024;
    private static final int MAX_MESSAGE = 50_000;

    private final Sending sending;
    private final LinkedBlockingQueue<Parcel> queue = new LinkedBlockingQueue<>();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();
    private final LogLimit complaints = new LogLimit();
    private volatile boolean dropping;

    Courier(Sending sending) {
        this.sending = sending;
    }

    /**
     * @param droppable whether the frame is of short-lived interest
     * @return whether it will be sent
     */
    boolean offer(Parcel parcel, boolean droppable) {
        int size = parcel.frame().size();
        long most = droppable ? MAX_BYTES / 4 : MAX_BYTES;
        if (bytes.get() + size > most) {
            if (!dropping) {
                dropping = true;
                LOG.warning(
                        "The cluster is slower than its nodes: events between nodes are dropped");
            }
            return false;
        }
        bytes.addAndGet(size);
        queue.add(parcel);
        return true;
    }

    @Override
    public void run() {
        Parcel next = null;
        try {
            while (true) {
                Parcel first = next != null ? next : queue.take();
                next = null;
                next = sendGuarded(first);
                sent.incrementAndGet();
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public long done() {
        return sent.get();
    }

    @Override
    public boolean isBusy() {
        return bytes.get() > 0;
    }

    /** Without this thread, the node would send nothing any more. */
    private @Nullable Parcel sendGuarded(Parcel first) {
        try {
            return sendWithItsLike(first);
        } catch (RuntimeException | Error e) {
            complaints.warn(LOG, "Events for other nodes could not be sent", e);
            return null;
        }
    }

    /** Returns the next parcel, which has other receivers, or null. */
    private @Nullable Parcel sendWithItsLike(Parcel first) {
        List<NodeFrame> frames = new ArrayList<>();
        int size = 0;
        Parcel next = first;
        try {
            while (next != null && next.nodes().equals(first.nodes()) && size < MAX_MESSAGE) {
                size += next.frame().size();
                frames.add(next.frame());
                next = queue.poll();
            }
            sending.send(first.nodes(), NodeFrame.message(frames));
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        } catch (Exception | Error e) {
            complaints.warn(LOG, "Events for other nodes could not be sent", e);
        } finally {
            bytes.addAndGet(-size);
        }
        dropping = dropping && bytes.get() > MAX_BYTES / 4;
        return next;
    }
}
