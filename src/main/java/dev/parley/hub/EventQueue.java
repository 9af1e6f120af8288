package dev.parley.hub;

import dev.parley.flow.Guarded;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Starts the events of one connection in the order of their arrival. A barrier event runs alone.
 * Thread-safe. An event starts on the thread that submits it, or on the one that ends the event it
 * waited for.
 */
public final class EventQueue {

    /** Starts an event; calls its argument once, on any thread, when the event has ended. */
    public interface Work extends Consumer<Runnable> {}

    private static final Logger LOG = Logger.getLogger(EventQueue.class.getName());

    private record Waiting(boolean barrier, Work work) {}

    private final Object lock = new Object();
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private int running;
    private boolean barrierRuns;
    private final AtomicInteger requests = new AtomicInteger();

    /** Adds an event and starts all events that may start now. */
    public void submit(boolean barrier, Work work) {
        add(barrier, work);
        drain();
    }

    /** Adds an event that a later {@link #drain} starts; for callers that hold a lock. */
    public void add(boolean barrier, Work work) {
        synchronized (lock) {
            waiting.add(new Waiting(barrier, work));
        }
    }

    /** Starts all events that may start now. */
    public void drain() {
        if (requests.getAndIncrement() != 0) {
            return;
        }
        int seen = 1;
        do {
            for (Waiting next = next(); next != null; next = next()) {
                start(next);
            }
            seen = requests.addAndGet(-seen);
        } while (seen != 0);
    }

    private @Nullable Waiting next() {
        synchronized (lock) {
            Waiting head = waiting.peek();
            if (head == null || barrierRuns || (head.barrier() && running > 0)) {
                return null;
            }
            running++;
            barrierRuns = head.barrier();
            return waiting.poll();
        }
    }

    private void start(Waiting event) {
        AtomicBoolean ended = new AtomicBoolean();
        Runnable end =
                () -> {
                    if (ended.compareAndSet(false, true)) {
                        ended(event);
                    }
                };
        try {
            event.work().accept(end);
        } catch (RuntimeException | Error e) {
            // A failed event must not block the later ones.
            Guarded.report(LOG, Level.SEVERE, "Failed to start an event", e);
            end.run();
        }
    }

    private void ended(Waiting event) {
        synchronized (lock) {
            running--;
            if (event.barrier()) {
                barrierRuns = false;
            }
        }
        drain();
    }
}
