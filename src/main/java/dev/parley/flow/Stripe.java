package dev.parley.flow;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks one after the other. Tasks must not block; after the node has stopped, they are
 * dropped. Thread-safe.
 */
public final class Stripe implements Executor {

    private static final Logger LOG = Logger.getLogger(Stripe.class.getName());

    /** The maximum size of all waiting tasks of {@link #offer}, in bytes. */
    static final long MAX_OFFERED = 4 * 1024 * 1024;

    /** The memory that a task needs in addition to its message, in bytes. */
    static final int TASK_SIZE = 256;

    private final ExecutorService thread;
    private final Allowance offered = new Allowance(MAX_OFFERED);
    private final AtomicBoolean dropping = new AtomicBoolean();
    private volatile @Nullable Thread running;

    /**
     * @param thread runs one task at a time
     */
    public Stripe(ExecutorService thread) {
        this.thread = thread;
    }

    @Override
    public void execute(Runnable task) {
        thread.execute(() -> run(task));
    }

    private void run(Runnable task) {
        running = Thread.currentThread();
        try {
            task.run();
        } finally {
            running = null;
        }
    }

    /**
     * Queues a task for a message from another node, unless too many of these tasks wait. The
     * server stops reading from a client whose events wait, but another node may send faster than
     * this node works.
     *
     * @param size the size of the message in bytes
     * @return false if the task was dropped
     */
    public boolean offer(int size, Runnable task) {
        long needed = (long) size + TASK_SIZE;
        if (!offered.tryTake(needed)) {
            if (dropping.compareAndSet(false, true)) {
                LOG.warning("Other nodes are faster than this one: some of their events are lost");
            }
            return false;
        }
        execute(
                () -> {
                    if (offered.giveBack(needed) < MAX_OFFERED / 4) {
                        dropping.set(false);
                    }
                    task.run();
                });
        return true;
    }

    /** Runs a task at once if the caller runs on this stripe; otherwise queues it. */
    public void executeInTurn(Runnable task) {
        if (isCurrent()) {
            task.run();
        } else {
            execute(task);
        }
    }

    /** Returns whether the caller runs on this stripe. */
    public boolean isCurrent() {
        return running == Thread.currentThread();
    }
}
