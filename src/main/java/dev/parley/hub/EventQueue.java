package dev.parley.hub;

import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Starts the events of one connection in the order of their arrival; an event that is a barrier
 * runs alone. Thread-safe; events start on the thread that brings or frees them.
 */
public final class EventQueue {

    /** The start of an event; it calls its argument once, on any thread, when it has ended. */
    public interface Work extends Consumer<Runnable> {}

    private static final Logger LOG = Logger.getLogger(EventQueue.class.getName());

    private record Waiting(boolean barrier, Work work) {}

    private final Object lock = new Object();
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private int running;
    private boolean barrierRuns;
    private final AtomicInteger requests = new AtomicInteger();

    /** Adds an event and runs what may run now. */
    public void submit(boolean barrier, Work work) {
        add(barrier, work);
        drain();
    }

    /** Adds an event that {@link #drain} will run; for callers that hold a lock. */
    public void add(boolean barrier, Work work) {
        synchronized (lock) {
            waiting.add(new Waiting(barrier, work));
        }
    }

    /** Runs what may run now. */
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

    private Waiting next() {
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
        } catch (RuntimeException e) {
            // Whatever went wrong with this event, the later ones have a right to start.
            LOG.log(Level.SEVERE, "An event could not be started", e);
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
